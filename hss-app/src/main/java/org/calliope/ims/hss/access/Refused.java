package org.calliope.ims.hss.access;

import java.util.List;

/** What a form asks for cannot be done; the message is a key of the texts. */
public final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Object> values;

    /** The key, and what to put into the text. */
    public Refused(String key, Object... values) {
        super(key);
        this.values = List.of(values);
    }

    /** The key of the text that says why. */
    public String key() {
        return getMessage();
    }

    /** What to put into the text. */
    public Object[] values() {
        return values.toArray();
    }
}
