package org.calliope.ims.hss.bulk;

/** An import that does not begin; the message says why in words for people. */
public final class ImportRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What stands against it. */
    public enum Why {
        /** Nothing is in it. */
        EMPTY,
        /** It has more bytes than an import may. */
        TOO_LARGE,
        /** Too many wait already. */
        TOO_MANY,
        /** Another HSS cannot be read. */
        SOURCE
    }

    private final Why why;

    ImportRefused(Why why, String message) {
        super(message, null, false, false);
        this.why = why;
    }

    /** What stands against it. */
    public Why why() {
        return why;
    }
}
