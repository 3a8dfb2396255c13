package org.calliope.ims.pcscf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.calliope.ims.sip.Headers;
import org.calliope.ims.sip.SipRefusal;

/**
 * Agreement on how first hop messages are protected: RFC 3329, TS 24.229 5.2.2.3 and 5.2.2.4. What is offered is the
 * same for every UE, so that what a UE verifies is compared with that and nothing is kept. The d-ver of a digest, which
 * only who knows the password could check, does not count. Pure.
 */
final class SecurityAgreement {

    /** The option tag. */
    static final String OPTION = "sec-agree";

    private static final String RULE = "security agreement";
    private static final String CLAUSE = "RFC 3329 2.3.1";
    private static final int EXTENSION_REQUIRED = 421;
    private static final int SECURITY_AGREEMENT_REQUIRED = 494;

    private final List<SecurityMechanism> offered;
    private final boolean required;
    private final String securityServer;

    /**
     * What a request says of it.
     *
     * @param demanded whether Require or Proxy-Require has {@code sec-agree}
     * @param client   values of Security-Client
     * @param verify   values of Security-Verify
     * @param secure   whether it came over TLS
     */
    record Asked(boolean demanded, List<String> client, List<String> verify, boolean secure) {
    }

    SecurityAgreement(PcscfSettings settings) {
        List<SecurityMechanism> mechanisms = new ArrayList<>();
        List<String> names = settings.securityMechanisms();
        for (int i = 0; i < names.size(); i++) {
            // RFC 3329 2.2: the server's preference, the higher the better
            mechanisms.add(SecurityMechanism.offered(names.get(i)).with("q", "0." + (names.size() - i)));
        }
        offered = List.copyOf(mechanisms);
        required = settings.securityAgreementRequired();
        securityServer = offered.stream().map(SecurityMechanism::format).collect(Collectors.joining(", "));
    }

    /**
     * A REGISTER.
     *
     * @return Security-Server for the challenge that answers it; "" when the UE asks for no agreement
     */
    String register(Asked asked) {
        List<SecurityMechanism> client = SecurityMechanism.parse(Headers.SECURITY_CLIENT, asked.client());
        verify(asked);
        if (!asked.demanded() || offered.isEmpty()) {
            if (required) {
                throw new SipRefusal(EXTENSION_REQUIRED, "a security agreement is required here", RULE, CLAUSE,
                        Map.of(Headers.REQUIRE, OPTION, Headers.SECURITY_SERVER, securityServer));
            }
            return "";
        }
        SecurityMechanism best = best(client).orElseThrow(() -> refused(client.isEmpty()
                ? "sec-agree without Security-Client" : "no mechanism of Security-Client is offered here"));
        // RFC 3329 2.3.2: after the offer the UE protects itself by the best mechanism both have
        if (!asked.verify().isEmpty() && best.name().equals(SecurityMechanism.TLS) && !asked.secure()) {
            throw refused("tls was agreed on, and the request does not come over TLS");
        }
        return securityServer;
    }

    /** Any other request. */
    void request(Asked asked) {
        verify(asked);
        if (asked.demanded() && asked.verify().isEmpty() && !offered.isEmpty()) {
            throw refused("sec-agree without Security-Verify");
        }
    }

    /** @return whether this network knows the option tag at all */
    boolean understood() {
        return !offered.isEmpty();
    }

    private void verify(Asked asked) {
        List<SecurityMechanism> verified = SecurityMechanism.parse(Headers.SECURITY_VERIFY, asked.verify());
        if (!verified.isEmpty() && !offered.isEmpty() && !verified.equals(offered)) {
            throw refused("Security-Verify is not what Security-Server was");
        }
    }

    private Optional<SecurityMechanism> best(List<SecurityMechanism> client) {
        return offered.stream().filter(own -> client.stream().anyMatch(its -> its.name().equals(own.name())))
                .findFirst();
    }

    private SipRefusal refused(String why) {
        return new SipRefusal(SECURITY_AGREEMENT_REQUIRED, why, RULE, CLAUSE,
                Map.of(Headers.SECURITY_SERVER, securityServer));
    }
}
