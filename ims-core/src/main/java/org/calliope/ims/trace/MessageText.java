package org.calliope.ims.trace;

import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * The text of a SIP message as the recorder has it, without a copy; it becomes a string only when somebody reads
 * it, and then its secrets are masked. The recorder must not change a byte array it has handed over.
 */
public final class MessageText {

    /** Not kept. */
    public static final MessageText NONE = new MessageText("", 0);

    private final Object source;
    private final int weight;

    private MessageText(Object source, int weight) {
        this.source = source;
        this.weight = weight;
    }

    public static MessageText of(String text) {
        return new MessageText(text, text.length());
    }

    /** @param utf8 the message as on the wire */
    public static MessageText of(byte[] utf8) {
        return new MessageText(utf8, utf8.length);
    }

    /**
     * @param text   renders the message; called on the reader's thread at every read
     * @param weight about how many bytes of heap the supplier keeps alive
     */
    public static MessageText lazy(Supplier<String> text, int weight) {
        return new MessageText(text, weight);
    }

    int weight() {
        return weight;
    }

    /** @return the masked text, "" when it was not kept */
    public String masked() {
        return Secrets.mask(raw());
    }

    @Override
    public String toString() {
        return masked();
    }

    private String raw() {
        if (source instanceof byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        return source instanceof Supplier<?> supplier ? String.valueOf(supplier.get()) : (String) source;
    }
}
