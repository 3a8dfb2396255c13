package org.calliope.ims.registration;

import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.calliope.ims.identity.PublicIdentity;

/** Registrations in the heap of this node; they end with it. Its stages are complete when they are returned. */
public final class MemoryRegistrations implements Registrations {

    private final ConcurrentHashMap<PublicIdentity, Registration> sets = new ConcurrentHashMap<>();
    /** Every other key of a set to its default identity. */
    private final ConcurrentHashMap<PublicIdentity, PublicIdentity> aliases = new ConcurrentHashMap<>();

    @Override
    public Optional<Registration> find(PublicIdentity identity) {
        return Optional.ofNullable(sets.get(key(identity)));
    }

    @Override
    public CompletionStage<Optional<Registration>> add(Registration registration) {
        return set(registration.defaultIdentity(), null, registration.first());
    }

    @Override
    public CompletionStage<Optional<Registration>> replace(Registration seen, Registration next) {
        if (!seen.defaultIdentity().equals(next.defaultIdentity())) {
            throw new IllegalArgumentException("the default identity of a registration set must stay "
                    + seen.defaultIdentity());
        }
        return set(seen.defaultIdentity(), seen, next.after(seen));
    }

    private CompletionStage<Optional<Registration>> set(PublicIdentity key, Registration seen, Registration next) {
        Registration stored = sets.compute(key, (same, old) -> isAsSeen(old, seen) ? moved(old, next) : old);
        return CompletableFuture.completedStage(Optional.ofNullable(stored == next ? next : null));
    }

    @Override
    public CompletionStage<Boolean> remove(Registration seen) {
        boolean[] removed = new boolean[1];
        sets.computeIfPresent(seen.defaultIdentity(), (same, old) -> {
            removed[0] = isAsSeen(old, seen);
            return removed[0] ? moved(old, null) : old;
        });
        return CompletableFuture.completedStage(removed[0]);
    }

    private static boolean isAsSeen(Registration old, Registration seen) {
        return old == null ? seen == null : seen != null && old.version() == seen.version();
    }

    @Override
    public Collection<Registration> all() {
        return Collections.unmodifiableCollection(sets.values());
    }

    @Override
    public int size() {
        return sets.size();
    }

    // one set at a time: of two that have a key the one that came last is found by it
    private PublicIdentity key(PublicIdentity identity) {
        return sets.containsKey(identity) ? identity : aliases.getOrDefault(identity, identity);
    }

    // runs inside sets.compute, so that the aliases of one set change under its lock
    private Registration moved(Registration old, Registration changed) {
        Set<PublicIdentity> before = old == null ? Set.of() : old.keys();
        Set<PublicIdentity> now = changed == null ? Set.of() : changed.keys();
        if (!before.equals(now)) {
            before.forEach(identity -> aliases.remove(identity, old.defaultIdentity()));
            now.stream().filter(identity -> !identity.equals(changed.defaultIdentity()))
                    .forEach(identity -> aliases.put(identity, changed.defaultIdentity()));
        }
        return changed;
    }
}
