package org.calliope.ims.icscf;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.calliope.ims.cx.LocationInfoAnswer;
import org.calliope.ims.cx.LocationInfoRequest;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.cx.UserAuthorizationAnswer;
import org.calliope.ims.cx.UserAuthorizationRequest;
import org.calliope.ims.cx.UserAuthorizationType;
import org.calliope.ims.element.HssResults;
import org.calliope.ims.element.Identities;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.sip.SipRefusal;

/** What the I-CSCF asks the HSS about a request, and what follows from the answer: TS 24.229 5.3. Pure. */
final class Query {

    private static final String UAR = "UAR";
    private static final String LIR = "LIR";
    private static final String REGISTER_CLAUSE = "TS 24.229 5.3.1.2";
    private static final String REGISTER_ABNORMAL = "TS 24.229 5.3.1.3";
    private static final String SESSION_CLAUSE = "TS 24.229 5.3.2.1";
    private static final String SESSION_ABNORMAL = "TS 24.229 5.3.2.2";
    private static final int NOT_FOUND = 404;
    private static final int TEMPORARILY_UNAVAILABLE = 480;

    private final String domain;
    private final boolean derivePrivateIdentity;
    private final boolean concealUnknownUsers;
    private final ServerChoice choice;

    /**
     * The next hop.
     *
     * @param server SIP URI of the S-CSCF
     * @param by     how it was found
     */
    record NextHop(String server, String by, String clause) {
    }

    Query(String domain, boolean derivePrivateIdentity, boolean concealUnknownUsers, ServerChoice choice) {
        this.domain = domain;
        this.derivePrivateIdentity = derivePrivateIdentity;
        this.concealUnknownUsers = concealUnknownUsers;
        this.choice = choice;
    }

    /**
     * The question about a REGISTER, TS 24.229 5.3.1.2 and TS 29.228 6.1.1.
     *
     * @param authorization    Authorization header, "" when absent
     * @param visitedNetworks  values of P-Visited-Network-ID
     * @param deregistration   nothing but expiry 0 is asked for
     */
    UserAuthorizationRequest registration(String to, String authorization, List<String> visitedNetworks,
                                          boolean deregistration) {
        PublicIdentity identity = Identities.named("To", to);
        if (!identity.host().equals(domain)) {
            throw new SipRefusal(NOT_FOUND, "this is the network of " + domain, "domain served",
                    "RFC 3261 10.3 step 5", Map.of("to", identity.uri()));
        }
        PrivateIdentity impi = Identities.privateIdentity(Identities.credentials(authorization), identity, domain,
                derivePrivateIdentity);
        // RFC 7315 4.3: without the header the UE is at home
        String visited = visitedNetworks.isEmpty() ? domain : unquoted(visitedNetworks.get(0));
        return new UserAuthorizationRequest(impi, identity, visited, deregistration
                ? UserAuthorizationType.DE_REGISTRATION : UserAuthorizationType.REGISTRATION);
    }

    NextHop registered(UserAuthorizationAnswer answer) {
        if (concealUnknownUsers && (answer.result() == ResultCode.ERROR_USER_UNKNOWN
                || answer.result() == ResultCode.ERROR_IDENTITIES_DONT_MATCH)) {
            return new NextHop(choice.choose(Optional.empty()), "user unknown, concealed", REGISTER_ABNORMAL);
        }
        if (!answer.result().success()) {
            throw HssResults.ofRegistration(answer.result(), UAR, REGISTER_ABNORMAL);
        }
        return answer.serverName().map(name -> new NextHop(name, "server name", REGISTER_CLAUSE))
                .orElseGet(() -> new NextHop(choice.choose(answer.capabilities()), "capabilities", REGISTER_CLAUSE));
    }

    /** The question about a request to a user, TS 24.229 5.3.2.1 and TS 29.228 6.1.4. */
    LocationInfoRequest location(String requestUri) {
        PublicIdentity called = Identities.named("the Request-URI", requestUri);
        if (!called.isTel() && (!called.host().equals(domain) || called.user().isEmpty())) {
            throw new SipRefusal(NOT_FOUND, "the Request-URI names no user of " + domain, "domain served",
                    SESSION_CLAUSE, Map.of("request-uri", called.uri()));
        }
        return new LocationInfoRequest(called, false);
    }

    NextHop located(LocationInfoAnswer answer) {
        if (!answer.result().success()) {
            throw HssResults.ofSession(answer.result(), LIR, SESSION_ABNORMAL);
        }
        Optional<String> server = answer.serverName();
        if (server.isEmpty()) {
            // services for users who are not registered would be given by an S-CSCF chosen here
            throw new SipRefusal(TEMPORARILY_UNAVAILABLE, "the called user is not registered", "hss answer",
                    SESSION_ABNORMAL, Map.of("result", answer.result().label()));
        }
        return new NextHop(server.get(), "server name", SESSION_CLAUSE);
    }

    private static String unquoted(String value) {
        int length = value.length();
        return length > 1 && value.charAt(0) == '"' ? value.substring(1, length - 1) : value;
    }
}
