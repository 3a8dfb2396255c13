package org.calliope.ims.hss.api;

/** JSON that is no document of its kind; the message says why in words for people, and shows no secret. */
public final class BadDocument extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String pointer;

    /** @param pointer where, as RFC 6901 has it: {@code /implicitSets/0/publicIdentities/1/identity}; "" for the whole */
    public BadDocument(String pointer, String message) {
        super(message);
        this.pointer = pointer;
    }

    /** Where, as RFC 6901 has it; "" for the whole. */
    public String pointer() {
        return pointer;
    }
}
