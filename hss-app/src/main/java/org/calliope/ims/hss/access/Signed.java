package org.calliope.ims.hss.access;

/**
 * Who sends a request, as far as anybody proved it.
 *
 * @param name user or token; for a {@link How#LOOPBACK} request "loopback"
 * @param role what they may
 * @param how  what proved it
 */
public record Signed(String name, Role role, How how) {

    /** What proves who somebody is. */
    public enum How {
        /** Signed in at the console. */
        SESSION,
        /** A token of the REST API. */
        TOKEN,
        /** Basic with the content of {@code data/admin-password}: whoever can read the data folder owns the server. */
        OWNER,
        /** Nothing but that the request comes from this machine, which is allowed to read. */
        LOOPBACK
    }

    static final Signed AT_THIS_MACHINE = new Signed("loopback", Role.VIEWER, How.LOOPBACK);

    /** Whether somebody proved who they are. */
    public boolean proven() {
        return how != How.LOOPBACK;
    }
}
