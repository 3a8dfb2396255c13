package org.calliope.ims.node;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import org.calliope.ims.node.ElementState.State;

/** The state of each element of this node, as the page and {@code ./ims status} show it. Any thread. */
public final class Elements {

    private final ConcurrentSkipListMap<Role, ElementState> states = new ConcurrentSkipListMap<>();

    public void starting(Role role, String detail) {
        set(role, State.STARTING, detail);
    }

    public void up(Role role, String detail) {
        set(role, State.UP, detail);
    }

    public void down(Role role, String reason) {
        set(role, State.DOWN, reason);
    }

    /** @return the elements that have reported, in the order of {@link Role} */
    public List<ElementState> list() {
        return List.copyOf(states.values());
    }

    private void set(Role role, State state, String detail) {
        states.compute(role, (r, old) -> {
            Instant since = old != null && old.state() == state ? old.since() : Instant.now();
            return new ElementState(role, state, detail, since);
        });
    }
}
