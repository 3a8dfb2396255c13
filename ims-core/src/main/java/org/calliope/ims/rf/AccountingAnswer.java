package org.calliope.ims.rf;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What an Accounting-Answer says (TS 32.299 6.2.3).
 *
 * @param result  Result-Code or Experimental-Result-Code, as it stands there
 * @param interim Acct-Interim-Interval; zero when no INTERIM_RECORDs are wanted
 * @param message Error-Message, "" when there is none
 */
public record AccountingAnswer(int result, Optional<Duration> interim, String message) {

    private static final int CLASS = 1_000;
    private static final int SUCCESS = 2;
    private static final int PROTOCOL = 3;
    private static final int TRANSIENT = 4;
    /** INVALID_HDR_BITS and INVALID_AVP_BITS, RFC 6733 7.1.3: of that class, but about the request and not about the way. */
    private static final Set<Integer> OF_THE_REQUEST = Set.of(3008, 3009);

    /** @return whether the charging function has the record now */
    public boolean accepted() {
        return result / CLASS == SUCCESS;
    }

    /**
     * RFC 6733 7.1.3, 7.1.4: what one function does not do now another one may, and the same one later. What else is no
     * success is permanent.
     */
    public boolean tryAgain() {
        return result / CLASS == TRANSIENT || result / CLASS == PROTOCOL && !OF_THE_REQUEST.contains(result);
    }
}
