package org.calliope.ims.node;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.calliope.ims.node.ElementState.State;

/** The state of each element of this node, as the page and {@code ./ims status} show it. Any thread. */
public final class Elements {

    private final ConcurrentSkipListMap<Role, ElementState> states = new ConcurrentSkipListMap<>();
    private final Set<CompletableFuture<?>> awaited = ConcurrentHashMap.newKeySet();

    public void starting(Role role, String detail) {
        set(role, State.STARTING, detail);
    }

    public void up(Role role, String detail) {
        set(role, State.UP, detail);
    }

    public void down(Role role, String reason) {
        set(role, State.DOWN, reason);
    }

    /** @param needed what an element of this node needs before it can serve, complete when it is there */
    public void awaits(CompletionStage<?> needed) {
        CompletableFuture<?> future = needed.toCompletableFuture();
        awaited.add(future);
        future.whenComplete((done, failure) -> awaited.remove(future));
    }

    /** @return complete when all is there that an element has awaited so far */
    public CompletableFuture<Void> settled() {
        return CompletableFuture.allOf(awaited.toArray(CompletableFuture[]::new));
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
