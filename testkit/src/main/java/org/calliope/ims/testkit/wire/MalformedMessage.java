package org.calliope.ims.testkit.wire;

/** Bytes that are not a SIP message, or a header that cannot be read as what the script asked for. */
public final class MalformedMessage extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public MalformedMessage(String message) {
        super(message);
    }
}
