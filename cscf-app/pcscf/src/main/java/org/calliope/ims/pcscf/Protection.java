package org.calliope.ims.pcscf;

import java.util.Optional;
import org.calliope.ims.digest.Credentials;

/**
 * integrity-protected of TS 24.229 7.2A.2: what the P-CSCF tells the S-CSCF of how a REGISTER came, 5.2.2.3 and 5.2.2.4.
 * Pure.
 */
final class Protection {

    /** SIP Digest from where the user has registered before. */
    static final String ASSOCIATED = "ip-assoc-yes";
    /** SIP Digest from somewhere else. */
    static final String PENDING = "ip-assoc-pending";
    /** By the TLS session that the user has registered by. */
    static final String TLS_ASSOCIATED = "tls-yes";
    /** By a TLS session that is nobody's yet, or another's. */
    static final String TLS_PENDING = "tls-pending";

    private static final String AKA = "AKAv";

    private Protection() {
    }

    /**
     * A REGISTER that answers no challenge is not marked, so that it is challenged. Neither is one that answers an AKA
     * challenge: without IPsec there is no security association to speak of, and each value would deny that, "yes",
     * or ask for the IMS AKA that needs one, "no" (5.4.1.1).
     *
     * @param known the registration from this origin
     * @return "" for none
     */
    static String mark(Credentials credentials, Source source, Optional<UeRegistration> known) {
        boolean aka = credentials.algorithm().regionMatches(true, 0, AKA, 0, AKA.length());
        if (credentials.response().isEmpty() || aka) {
            return "";
        }
        boolean associated = known.filter(last -> last.userName().equals(credentials.username())).isPresent();
        if (source.secure()) {
            return associated ? TLS_ASSOCIATED : TLS_PENDING;
        }
        return associated ? ASSOCIATED : PENDING;
    }
}
