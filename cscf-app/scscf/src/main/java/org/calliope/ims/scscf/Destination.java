package org.calliope.ims.scscf;

import java.util.Map;
import org.calliope.ims.element.Identities;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.sip.SipRefusal;

/** Where an originating request goes next: TS 24.229 5.4.3.2. Pure. */
final class Destination {

    private static final String RULE = "destination";
    private static final String CLAUSE = "TS 24.229 5.4.3.2";
    private static final int NOT_FOUND = 404;

    private Destination() {
    }

    /**
     * The I-CSCF of the own domain is the one next hop there is until this network has a breakout.
     *
     * @param requestUri as it came
     * @return the called identity
     */
    static PublicIdentity inDomain(String requestUri, String domain) {
        PublicIdentity called = Identities.named("the Request-URI", requestUri);
        if (called.isTel()) {
            throw refusal("no telephone number can be reached: there is neither ENUM nor a gateway", called);
        }
        if (!called.host().equals(domain)) {
            throw refusal("the domain " + called.host() + " is not served and cannot be reached", called);
        }
        if (called.user().isEmpty()) {
            throw refusal("the Request-URI names no user", called);
        }
        return called;
    }

    private static SipRefusal refusal(String reason, PublicIdentity called) {
        return new SipRefusal(NOT_FOUND, reason, RULE, CLAUSE, Map.of("request-uri", called.uri()));
    }
}
