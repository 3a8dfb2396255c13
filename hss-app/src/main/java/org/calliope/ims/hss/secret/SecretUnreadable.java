package org.calliope.ims.hss.secret;

/** A sealed secret does not open. The message says whose and why, and nothing of its content. */
public final class SecretUnreadable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SecretUnreadable(String owner, String why) {
        super("the secret of " + owner + " can not be opened: " + why);
    }
}
