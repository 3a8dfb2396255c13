package org.calliope.ims.container.raw;

import java.text.ParseException;
import javax.sip.message.Response;

/** A message that the grammar or the rules of RFC 3261 do not allow, with the status line for its sender. */
public final class MalformedMessage extends ParseException {

    private static final long serialVersionUID = 1L;
    private static final int LONGEST_REASON = 120;

    private final int status;

    public MalformedMessage(int status, String reason) {
        super(reason, 0);
        this.status = status;
    }

    /** What the stack's parser threw; it has many ways to say that it can not go on. */
    public static MalformedMessage of(Throwable thrown) {
        if (thrown instanceof MalformedMessage malformed) {
            return malformed;
        }
        String text = String.valueOf(thrown.getMessage()).replaceAll("\\p{Cntrl}+", " ").strip();
        return new MalformedMessage(Response.BAD_REQUEST, text.length() > LONGEST_REASON ? text.substring(0, LONGEST_REASON) : text);
    }

    /** Status code and reason phrase of the answer, RFC 3261 21.4.1. */
    public String statusLine() {
        return status + (status == Response.VERSION_NOT_SUPPORTED ? " Version Not Supported (" : " Bad Request (") + getMessage() + ')';
    }
}
