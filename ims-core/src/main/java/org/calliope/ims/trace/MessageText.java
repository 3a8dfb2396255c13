package org.calliope.ims.trace;

import java.nio.charset.StandardCharsets;

/**
 * The text of a SIP message as it was on the wire. It becomes a string only when somebody reads it, and then its
 * secrets are masked. Whoever makes one must not change the bytes any more.
 */
public final class MessageText {

    /** Not kept. */
    public static final MessageText NONE = new MessageText(new byte[0]);

    private final byte[] utf8;

    private MessageText(byte[] utf8) {
        this.utf8 = utf8;
    }

    public static MessageText of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** @param utf8 the message as on the wire */
    public static MessageText of(byte[] utf8) {
        return utf8.length == 0 ? NONE : new MessageText(utf8);
    }

    byte[] utf8() {
        return utf8;
    }

    /** @return the masked text, "" when it was not kept */
    public String masked() {
        return Secrets.mask(new String(utf8, StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return masked();
    }
}
