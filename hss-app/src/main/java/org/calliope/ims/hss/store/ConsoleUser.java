package org.calliope.ims.hss.store;

import java.time.Instant;
import java.util.Optional;

import org.calliope.ims.hss.access.Role;

/**
 * Somebody who may sign in at the console.
 *
 * @param name         how they sign in, lower case, 1..64 characters
 * @param passwordHash by a slow, salted function; never printed
 * @param mustChange   the password is a one-time one: nothing may be done before there is another
 * @param disabled     may not sign in
 * @param lastLogin    to the second; empty when there was none
 */
public record ConsoleUser(String name, String passwordHash, Role role, boolean mustChange, boolean disabled,
                          Instant created, Optional<Instant> lastLogin) {

    static Optional<Instant> time(long seconds) {
        return seconds == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(seconds));
    }

    /** Whether they can administrate now. */
    public boolean administrates() {
        return role == Role.ADMINISTRATOR && !disabled;
    }

    /** The same with another password. */
    public ConsoleUser password(String hash, boolean oneTime) {
        return new ConsoleUser(name, hash, role, oneTime, disabled, created, lastLogin);
    }

    /** The same in another role. */
    public ConsoleUser as(Role other) {
        return new ConsoleUser(name, passwordHash, other, mustChange, disabled, created, lastLogin);
    }

    /** The same, shut out or let in again. */
    public ConsoleUser disabled(boolean out) {
        return new ConsoleUser(name, passwordHash, role, mustChange, out, created, lastLogin);
    }

    /** The same, who just signed in. */
    public ConsoleUser signedIn(Instant at) {
        return new ConsoleUser(name, passwordHash, role, mustChange, disabled, created, Optional.of(at));
    }

    @Override
    public String toString() {
        return "ConsoleUser[" + name + ", " + role + (disabled ? ", disabled]" : "]");
    }
}
