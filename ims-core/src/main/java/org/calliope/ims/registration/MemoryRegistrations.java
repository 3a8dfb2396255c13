package org.calliope.ims.registration;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.calliope.ims.identity.PublicIdentity;

/** Registrations in the heap of this node; they end with it. */
public final class MemoryRegistrations implements Registrations {

    private final ConcurrentHashMap<PublicIdentity, Registration> sets = new ConcurrentHashMap<>();
    /** Every other identity of a set to its default identity. */
    private final ConcurrentHashMap<PublicIdentity, PublicIdentity> aliases = new ConcurrentHashMap<>();

    @Override
    public Optional<Registration> find(PublicIdentity identity) {
        return Optional.ofNullable(sets.get(key(identity)));
    }

    @Override
    public void put(Registration registration) {
        sets.compute(registration.defaultIdentity(), (key, old) -> replace(old, registration));
    }

    @Override
    public void remove(PublicIdentity identity) {
        sets.computeIfPresent(key(identity), (key, old) -> replace(old, null));
    }

    @Override
    public boolean remove(Registration registration) {
        boolean[] removed = new boolean[1];
        sets.computeIfPresent(registration.defaultIdentity(), (key, old) -> {
            removed[0] = old.equals(registration);
            return removed[0] ? replace(old, null) : old;
        });
        return removed[0];
    }

    @Override
    public Optional<Registration> compute(PublicIdentity identity, UnaryOperator<Optional<Registration>> change) {
        return Optional.ofNullable(sets.compute(key(identity), (key, old) -> {
            Registration changed = change.apply(Optional.ofNullable(old)).orElse(null);
            if (changed != null && !changed.defaultIdentity().equals(key)) {
                throw new IllegalArgumentException("the default identity of a registration set must stay " + key);
            }
            return replace(old, changed);
        }));
    }

    @Override
    public Collection<Registration> all() {
        return Collections.unmodifiableCollection(sets.values());
    }

    @Override
    public int size() {
        return sets.size();
    }

    private PublicIdentity key(PublicIdentity identity) {
        return sets.containsKey(identity) ? identity : aliases.getOrDefault(identity, identity);
    }

    // runs inside sets.compute, so that the aliases of one set change under its lock
    private Registration replace(Registration old, Registration changed) {
        List<PublicIdentity> now = changed == null ? List.of() : changed.identities();
        if (old != null && !old.identities().equals(now)) {
            old.identities().forEach(identity -> aliases.remove(identity, old.defaultIdentity()));
        }
        if (old == null || !old.identities().equals(now)) {
            now.stream().filter(identity -> !identity.equals(changed.defaultIdentity()))
                    .forEach(identity -> aliases.put(identity, changed.defaultIdentity()));
        }
        return changed;
    }
}
