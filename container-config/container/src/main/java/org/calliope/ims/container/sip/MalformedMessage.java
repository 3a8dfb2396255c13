package org.calliope.ims.container.sip;

import java.text.ParseException;

/** A message that the grammar or the rules of RFC 3261 do not allow, with the status code for its sender. */
final class MalformedMessage extends ParseException {

    private static final long serialVersionUID = 1L;

    private final int status;

    MalformedMessage(int status, String reason) {
        super(reason, 0);
        this.status = status;
    }

    int status() {
        return status;
    }
}
