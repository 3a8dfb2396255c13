package org.calliope.ims.hss.access;

import java.util.Locale;
import java.util.Optional;

/** What somebody may do, each role all that the one before it may; {@link Permissions} says which request needs which. */
public enum Role {
    /** Reads. */
    VIEWER,
    /** Provisions subscribers. */
    OPERATOR,
    /** Also users, tokens and whatever is not named otherwise. */
    ADMINISTRATOR;

    /** Whether it may do what needs the other. */
    public boolean allows(Role needed) {
        return compareTo(needed) >= 0;
    }

    /** As forms and texts name it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** By its word; empty when there is none. */
    public static Optional<Role> of(String word) {
        for (Role role : values()) {
            if (role.word().equals(word)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
