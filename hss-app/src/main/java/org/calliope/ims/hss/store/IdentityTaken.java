package org.calliope.ims.hss.store;

/** A private or public identity is to be provisioned that somebody has already. */
public final class IdentityTaken extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Names the identity. */
    public IdentityTaken(String identity) {
        super(identity + " is provisioned already", null, false, false);
    }
}
