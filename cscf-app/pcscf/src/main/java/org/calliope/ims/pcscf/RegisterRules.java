package org.calliope.ims.pcscf;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.calliope.ims.digest.Credentials;
import org.calliope.ims.element.ContactUri;
import org.calliope.ims.element.Identities;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.sip.Headers;
import org.calliope.ims.sip.SipRefusal;

/** What the P-CSCF does to a REGISTER and keeps of its answer: TS 24.229 5.2.2.1, 5.2.2.3. Pure. */
final class RegisterRules {

    /** integrity-protected of TS 24.229 7.2A.2 for a UE that has registered from the same place before. */
    static final String ASSOCIATED = "ip-assoc-yes";
    /** integrity-protected of TS 24.229 7.2A.2 for an answered challenge from a place not known yet. */
    static final String PENDING = "ip-assoc-pending";

    private static final String CLAUSE = "TS 24.229 5.2.2.1";
    private static final String DIGEST_CLAUSE = "TS 24.229 5.2.2.3";
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int BAD_EXTENSION = 420;

    private final String domain;
    private final PcscfSettings settings;

    /**
     * One contact of a 200.
     *
     * @param expires seconds
     */
    record Granted(ContactUri contact, int expires) {
    }

    RegisterRules(String domain, PcscfSettings settings) {
        this.domain = domain;
        this.settings = settings;
    }

    /**
     * Whether this network may take the REGISTER.
     *
     * @param requestHost   host of the Request-URI
     * @param authorization Authorization header, "" when absent
     * @param proxyRequire  option tags of Proxy-Require
     */
    void admit(String requestHost, String authorization, List<String> proxyRequire) {
        // the home network of every UE is this one as long as there is no roaming agreement
        if (!requestHost.equalsIgnoreCase(domain)) {
            throw new SipRefusal(FORBIDDEN, "the domain " + requestHost + " is not served here", "domain served",
                    CLAUSE, Map.of("request-uri", requestHost, "served", domain));
        }
        extensions(proxyRequire);
        // 5.1.1.2.3: a UE names its private identity from the first REGISTER on; a plain softphone does not
        if (authorization.isEmpty() && !settings.plainSoftphones()) {
            throw new SipRefusal(BAD_REQUEST, "the REGISTER has no Authorization header", "plain softphone",
                    "TS 24.229 5.1.1.2.3", Map.of("plain-softphones", "false"));
        }
    }

    /** RFC 3261 16.3 step 5. */
    static void extensions(List<String> proxyRequire) {
        if (!proxyRequire.isEmpty()) {
            String tags = String.join(", ", proxyRequire);
            throw new SipRefusal(BAD_EXTENSION, "not supported: " + tags, "proxy-require", "RFC 3261 16.3 step 5",
                    Map.of(Headers.UNSUPPORTED, tags));
        }
    }

    /**
     * The Authorization header as it goes on. TS 24.229 5.2.2.3: what the UE says about its protection is removed;
     * an answered challenge is marked by whether the UE is known at this origin. "no" is never set, since it would
     * ask for IMS AKA (5.4.1.1).
     *
     * @param associated there is a registration from this origin
     */
    static String authorization(String header, boolean associated) {
        Credentials credentials = Identities.credentials(header).orElseThrow();
        String mark = credentials.response().isEmpty() ? "" : associated ? ASSOCIATED : PENDING;
        if (!credentials.integrityProtected().isEmpty()) {
            return credentials.withIntegrityProtected(mark).headerValue();
        }
        return mark.isEmpty() ? header : header + ",integrity-protected=\"" + mark + '"';
    }

    /**
     * What to keep after the 200.
     *
     * @param flow         our Path token
     * @param asked        contacts of the REGISTER
     * @param granted      contacts of the 200
     * @param associated   P-Associated-URI of the 200
     * @param serviceRoute Service-Route of the 200
     * @return nothing when none of the asked contacts is registered any more
     */
    static Optional<UeRegistration> accepted(String flow, String userName, PublicIdentity registered,
                                             List<ContactUri> asked, List<Granted> granted,
                                             List<PublicIdentity> associated, List<String> serviceRoute,
                                             Source source, Instant now) {
        int longest = 0;
        List<ContactUri> alive = new ArrayList<>();
        for (Granted contact : granted) {
            boolean own = asked.stream().anyMatch(wanted -> wanted.key().equals(contact.contact().key()));
            if (own && contact.expires() > 0) {
                alive.add(contact.contact());
                longest = Math.max(longest, contact.expires());
            }
        }
        if (alive.isEmpty()) {
            return Optional.empty();
        }
        // 5.2.2.1: without P-Associated-URI the registered identity is the only one there is
        List<PublicIdentity> identities = associated.isEmpty() ? List.of(registered) : associated;
        return Optional.of(new UeRegistration(flow, userName, registered, identities, alive, serviceRoute, source,
                now.plusSeconds(longest)));
    }

    /** @return clause of {@link #authorization} for the trace */
    static String digestClause() {
        return DIGEST_CLAUSE;
    }
}
