package org.calliope.ims.registration;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.kept.SmallSets;

/**
 * What every store reads from: the registrations in the heap, by each of their keys, sharing what is equal in
 * them. Any thread; reading never waits.
 */
public final class RegistrationIndex {

    private final ConcurrentHashMap<PublicIdentity, Registration> sets = new ConcurrentHashMap<>();
    /** Every other key of a set to its default identity. */
    private final ConcurrentHashMap<PublicIdentity, PublicIdentity> aliases = new ConcurrentHashMap<>();
    /** Who has a contact, to the default identities of the sets that it is in: mostly one. */
    private final ConcurrentHashMap<PrivateIdentity, Set<PublicIdentity>> users = new ConcurrentHashMap<>();
    private final Sharing sharing = new Sharing();

    /** @return by which a {@link RegistrationFormat} reads for this index */
    public Sharing sharing() {
        return sharing;
    }

    // one set at a time: of two that have a key the one that came last is found by it
    public Optional<Registration> find(PublicIdentity identity) {
        Registration set = sets.get(identity);
        if (set == null) {
            PublicIdentity key = aliases.get(identity);
            set = key == null ? null : sets.get(key);
        }
        return Optional.ofNullable(set);
    }

    /** @return the sets that this user has a contact in */
    public List<Registration> of(PrivateIdentity user) {
        return users.getOrDefault(user, Set.of()).stream().map(sets::get).filter(Objects::nonNull)
                .filter(set -> set.has(user)).toList();
    }

    /** @return the set as it is now stored; empty when one with this default identity was there */
    public Optional<Registration> add(Registration registration) {
        Registration next = sharing.shared(registration.first());
        Registration stored = sets.compute(next.defaultIdentity(),
                (key, old) -> old == null ? moved(null, next) : old);
        return stored == next ? Optional.of(next) : Optional.empty();
    }

    /** @return the set as it is now stored; empty when it was no longer as it was seen */
    public Optional<Registration> replace(Registration seen, Registration changed) {
        Registration next = sharing.shared(changed.after(seen));
        Registration stored = sets.computeIfPresent(seen.defaultIdentity(),
                (key, old) -> old.version() == seen.version() ? moved(old, next) : old);
        return stored == next ? Optional.of(next) : Optional.empty();
    }

    /** @return whether it is gone by this: it was still as it was seen */
    public boolean remove(Registration seen) {
        boolean[] removed = new boolean[1];
        sets.computeIfPresent(seen.defaultIdentity(), (key, old) -> {
            removed[0] = old.version() == seen.version();
            return removed[0] ? moved(old, null) : old;
        });
        return removed[0];
    }

    /** Takes a set as it is stored elsewhere, unless what is here is later. @return whether it was taken */
    public boolean take(Registration stored) {
        Registration now = sets.compute(stored.defaultIdentity(),
                (key, old) -> old == null || old.version() < stored.version() ? moved(old, stored) : old);
        return now == stored;
    }

    /** Lets go of a set that was removed elsewhere, unless what is here is later. @return whether it went */
    public boolean drop(Registration removed) {
        return sets.computeIfPresent(removed.defaultIdentity(),
                (key, old) -> old.version() <= removed.version() ? moved(old, null) : old) == null;
    }

    /** @return a live, weakly consistent view */
    public Collection<Registration> all() {
        return Collections.unmodifiableCollection(sets.values());
    }

    /** @return a live, weakly consistent view */
    Set<PublicIdentity> defaultIdentities() {
        return Collections.unmodifiableSet(sets.keySet());
    }

    public int size() {
        return sets.size();
    }

    // runs inside sets.compute, so that what leads to one set changes under its lock
    private Registration moved(Registration old, Registration changed) {
        Set<PublicIdentity> before = old == null ? Set.of() : old.keys();
        Set<PublicIdentity> now = changed == null ? Set.of() : changed.keys();
        if (!before.equals(now)) {
            before.forEach(identity -> aliases.remove(identity, old.defaultIdentity()));
            now.stream().filter(identity -> !identity.equals(changed.defaultIdentity()))
                    .forEach(identity -> aliases.put(identity, changed.defaultIdentity()));
        }
        Set<PrivateIdentity> left = old == null ? Set.of() : old.users();
        Set<PrivateIdentity> in = changed == null ? Set.of() : changed.users();
        if (!left.equals(in)) {
            in.forEach(user -> users.merge(user, Set.of(changed.defaultIdentity()), SmallSets::together));
            left.stream().filter(user -> !in.contains(user)).forEach(user ->
                    users.computeIfPresent(user, (key, of) -> SmallSets.without(of, old.defaultIdentity())));
        }
        return changed;
    }
}
