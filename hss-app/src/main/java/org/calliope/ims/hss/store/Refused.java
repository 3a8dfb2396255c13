package org.calliope.ims.hss.store;

/** A change that cannot be made as things are; the message says why in words for people. */
public final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What stands against it. */
    public enum Why {
        /** There is no such document. */
        MISSING,
        /** The name or an identity is somebody else's. */
        TAKEN,
        /** Something refers to it. */
        IN_USE,
        /** Somebody changed it since it was read. */
        OVERTAKEN
    }

    private final Why why;

    /** @param message for people */
    public Refused(Why why, String message) {
        super(message, null, false, false);
        this.why = why;
    }

    /** What stands against it. */
    public Why why() {
        return why;
    }
}
