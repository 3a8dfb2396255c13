package org.calliope.ims.registration;

import java.util.Collection;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.calliope.ims.identity.PublicIdentity;

/**
 * The registrations of an S-CSCF, kept under the default identity of each implicit registration set and
 * found by any identity of the set. Any thread; a change of one set is atomic and sets do not hinder each other.
 * The owner ends what has expired: see {@link Registration#unexpired}.
 */
public interface Registrations {

    Optional<Registration> find(PublicIdentity identity);

    /** Adds the set or replaces the one with the same default identity. */
    void put(Registration registration);

    /** Removes the set that this identity belongs to; nothing happens when there is none. */
    void remove(PublicIdentity identity);

    /** Removes exactly this registration and leaves a newer one of the same set alone. */
    boolean remove(Registration registration);

    /**
     * Compare and set: changes the set that the identity belongs to, or the one that will have it as default
     * identity. The function runs once, while the set is locked: it must be short and must not use this store.
     *
     * @param change gets the present registration or nothing, and returns the new one or nothing to remove it;
     *               the default identity of a set must stay
     * @return what is stored now
     */
    Optional<Registration> compute(PublicIdentity identity, UnaryOperator<Optional<Registration>> change);

    /** @return a live, weakly consistent view */
    Collection<Registration> all();

    /** @return number of sets */
    int size();
}
