package org.calliope.ims.hss.access;

import java.util.Optional;

/** What a request asks of whoever sends it. */
public enum Need {
    /** Nothing. */
    OPEN,
    /** {@link Role#VIEWER}. */
    VIEW,
    /** A session, of whatever role: it is about the user's own account. */
    SESSION,
    /** {@link Role#OPERATOR}. */
    OPERATE,
    /** {@link Role#ADMINISTRATOR}. */
    ADMINISTRATE;

    /** Whether they may. */
    public boolean metBy(Optional<Signed> by) {
        return this == OPEN || by.isPresent() && switch (this) {
            case SESSION -> by.get().how() == Signed.How.SESSION;
            case OPERATE -> by.get().role().allows(Role.OPERATOR);
            case ADMINISTRATE -> by.get().role().allows(Role.ADMINISTRATOR);
            default -> true;
        };
    }
}
