package org.calliope.ims.scscf;

import java.util.Map;
import org.calliope.ims.element.Identities;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.sip.SipRefusal;

/**
 * Where an originating request goes next: TS 24.229 5.4.3.2.
 *
 * @param requestUri that it goes with
 * @param by         how it was found, for the trace
 */
record Destination(Next next, String requestUri, String by) {

    static final String RULE = "destination";
    static final String CLAUSE = "TS 24.229 5.4.3.2";
    private static final int NOT_FOUND = 404;

    /** What is there. */
    enum Next {
        /** The I-CSCF of the own domain. */
        HOME,
        /** The BGCF, for what only a telephone network can reach. */
        BREAKOUT,
        /** Another domain. */
        FOREIGN
    }

    /** @param uri a SIP URI */
    static Destination ofSip(String uri, String domain, String by) {
        PublicIdentity called = Identities.called(uri);
        if (!called.host().equals(domain)) {
            return new Destination(Next.FOREIGN, uri, by);
        }
        if (called.user().isEmpty()) {
            throw new SipRefusal(NOT_FOUND, "the Request-URI names no user", RULE, CLAUSE, Map.of("request-uri", called.uri()));
        }
        return new Destination(Next.HOME, uri, by);
    }
}
