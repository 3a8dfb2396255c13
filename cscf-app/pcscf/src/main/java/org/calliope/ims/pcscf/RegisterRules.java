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
import org.calliope.ims.identity.Wildcard;
import org.calliope.ims.identity.Wildcards;
import org.calliope.ims.pcscf.UeRegistration.Outbound;
import org.calliope.ims.sip.Headers;
import org.calliope.ims.sip.SipRefusal;

/** What the P-CSCF does to a REGISTER and keeps of its answer: TS 24.229 5.2.2.1, 5.2.2.3, 5.2.2.4. Pure. */
final class RegisterRules {

    private static final String CLAUSE = "TS 24.229 5.2.2.1";
    private static final String TRUST_CLAUSE = "TS 24.229 4.4, 5.2.2.1";
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int BAD_EXTENSION = 420;

    private final String domain;
    private final PcscfSettings settings;

    /**
     * What a REGISTER has that decides whether this network takes it.
     *
     * @param requestHost    host of the Request-URI
     * @param authorizations all Authorization headers
     * @param extensions     option tags of Proxy-Require that nobody has understood yet
     * @param route          what is left of Route after our own entry
     * @param path           Path
     * @param contacts       number of contacts
     */
    record Asked(String requestHost, List<String> authorizations, List<String> extensions, List<String> route,
                 List<String> path, int contacts) {
    }

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

    /** Whether this network may take the REGISTER. */
    void admit(Asked asked) {
        // the home network of every UE is this one as long as there is no roaming agreement
        if (!asked.requestHost().equalsIgnoreCase(domain)) {
            throw new SipRefusal(FORBIDDEN, "the domain " + asked.requestHost() + " is not served here",
                    "domain served", CLAUSE, Map.of("request-uri", asked.requestHost(), "served", domain));
        }
        extensions(asked.extensions());
        // 5.1.1.2.3: a UE names its private identity from the first REGISTER on; a plain softphone does not
        if (asked.authorizations().isEmpty() && !settings.plainSoftphones()) {
            throw new SipRefusal(BAD_REQUEST, "the REGISTER has no Authorization header", "plain softphone",
                    "TS 24.229 5.1.1.2.3", Map.of("plain-softphones", "false"));
        }
        // JSR 289 lets nobody take these two away: a detour, or a place on the way back, that the UE chose
        refuseOwn(Headers.ROUTE, asked.route());
        refuseOwn(Headers.PATH, asked.path());
        if (asked.contacts() > settings.maxContactsPerRegister()) {
            throw new SipRefusal(FORBIDDEN, "a REGISTER lists " + settings.maxContactsPerRegister()
                    + " contacts at most", "contact limit", CLAUSE,
                    Map.of("contacts", Integer.toString(asked.contacts())));
        }
    }

    private static void refuseOwn(String header, List<String> values) {
        if (!values.isEmpty()) {
            throw new SipRefusal(BAD_REQUEST, "a UE has no say in the " + header + " of a REGISTER", "trust boundary",
                    TRUST_CLAUSE, Map.of(header, Integer.toString(values.size())));
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

    /** TS 24.229 5.2.2.4, TS 33.203 annex O: a TLS session belongs to the private identity that registered by it. */
    void admit(Source source, String userName, Optional<UeRegistration> lastFromThere) {
        boolean another = lastFromThere.filter(last -> !last.userName().equals(userName)).isPresent();
        if (source.secure() && another && !settings.plainSoftphones()) {
            throw new SipRefusal(FORBIDDEN, "this TLS session belongs to another private identity", "tls session",
                    "TS 24.229 5.2.2.4", Map.of("source", source.packet(), "plain-softphones", "false"));
        }
    }

    /**
     * The Authorization header as it goes on. What the UE says about its protection is removed.
     *
     * @param known the registration from this origin
     */
    static String authorization(String header, Source source, Optional<UeRegistration> known) {
        Credentials credentials = Identities.credentials(header).orElseThrow();
        String mark = Protection.mark(credentials, source, known);
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
     * @param outbound     which of the UE's flows it came by
     * @param granted      contacts of the 200
     * @param associated   values of P-Associated-URI of the 200
     * @param serviceRoute Service-Route of the 200
     * @return nothing when none of the asked contacts is registered any more
     */
    static Optional<UeRegistration> accepted(String flow, String userName, PublicIdentity registered,
                                             List<ContactUri> asked, Outbound outbound, List<Granted> granted,
                                             List<String> associated, List<String> serviceRoute,
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
        List<PublicIdentity> identities = new ArrayList<>();
        List<Wildcard> wildcards = new ArrayList<>();
        associated.forEach(value -> Identities.wildcarded(value).ifPresentOrElse(wildcards::add,
                () -> identities.add(Identities.named(Headers.P_ASSOCIATED_URI, value))));
        // 5.2.2.1: without P-Associated-URI the registered identity is the only one there is
        if (identities.isEmpty()) {
            identities.add(registered);
        }
        return Optional.of(new UeRegistration(flow, userName, registered, identities, new Wildcards(wildcards), alive,
                serviceRoute, outbound, source, now.plusSeconds(longest)));
    }
}
