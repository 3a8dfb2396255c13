package org.calliope.ims.node;

import java.time.Instant;

/**
 * How an element is.
 *
 * @param detail what it listens on when up, why it is not when down
 * @param since  when it came into this state
 */
public record ElementState(Role role, State state, String detail, Instant since) {

    /** Up, down or on its way. */
    public enum State { STARTING, UP, DOWN }
}
