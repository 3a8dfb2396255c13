package org.calliope.ims.element;

import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.TooManyHopsException;
import org.calliope.ims.diameter.DiameterRefusal;
import org.calliope.ims.sip.SipRefusal;

/** The one place where whatever stopped a request becomes the answer that it gets. Pure. */
public final class Refusals {

    /** Rule name of what nobody expected. */
    public static final String UNEXPECTED = "unexpected";

    private static final int BAD_REQUEST = 400;
    private static final int SERVER_ERROR = 500;
    private static final int TOO_MANY_HOPS = 483;

    private Refusals() {
    }

    public static SipRefusal of(Throwable thrown) {
        Throwable cause = cause(thrown);
        if (cause instanceof SipRefusal refusal) {
            return refusal;
        }
        if (cause instanceof DiameterRefusal failure) {
            return HssResults.of(failure);
        }
        if (cause instanceof ServletParseException malformed) {
            return malformed("a header", malformed);
        }
        if (cause instanceof TooManyHopsException) {
            return new SipRefusal(TOO_MANY_HOPS, "Max-Forwards is used up", "max-forwards", "RFC 3261 16.3");
        }
        return new SipRefusal(SERVER_ERROR, "an internal error", UNEXPECTED, "RFC 3261 21.5.1",
                Map.of("exception", cause.getClass().getSimpleName()));
    }

    /**
     * @param what  the header or URI at fault
     * @param cause whose message says what is wrong with it
     */
    public static SipRefusal malformed(String what, Exception cause) {
        String why = cause.getMessage() == null ? "it cannot be read" : cause.getMessage();
        return malformed(what, why);
    }

    public static SipRefusal malformed(String what, String why) {
        return new SipRefusal(BAD_REQUEST, what + " is malformed: " + why, "syntax", "RFC 3261 21.4.1",
                Map.of("at", what));
    }

    /** @return what a future was wrapped around */
    public static Throwable cause(Throwable thrown) {
        Throwable cause = thrown;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
