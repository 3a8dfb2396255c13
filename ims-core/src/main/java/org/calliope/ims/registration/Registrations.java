package org.calliope.ims.registration;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;

/**
 * The registrations of an S-CSCF, kept under the default identity of each implicit registration set and found by any
 * identity of the set. A change is compare and set: it holds only if the set is still as it was seen, so that nobody's
 * change is lost, on this node or another. Any thread. Reading never blocks; a change is told when it is as safe as the
 * store makes it. The owner ends what has expired: see {@link Registration#unexpired}.
 */
public interface Registrations extends AutoCloseable {

    Optional<Registration> find(PublicIdentity identity);

    /** @return the sets that this user has a contact in */
    List<Registration> of(PrivateIdentity user);

    /** @return the set as it is stored, with its version; empty when one with this default identity was there */
    CompletionStage<Optional<Registration>> add(Registration registration);

    /**
     * @param seen what the store gave
     * @param next of the same default identity
     * @return the set as it is stored, with its version; empty when the set is no longer as it was seen
     * @throws IllegalArgumentException when the default identities differ
     */
    CompletionStage<Optional<Registration>> replace(Registration seen, Registration next);

    /** @return whether it is gone by this: it was still as it was seen */
    CompletionStage<Boolean> remove(Registration seen);

    /** @return a live, weakly consistent view */
    Collection<Registration> all();

    /** @return number of sets */
    int size();

    /**
     * @param changed hears of each set that another S-CSCF stored or removed what was here before and what is now, once
     *                it is found here so; must not block nor throw
     */
    default void listen(BiConsumer<Optional<Registration>, Optional<Registration>> changed) {
    }

    /** @return whether it is for this S-CSCF to end what expires: no other one that is alive stored the set last */
    default boolean endsHere(Registration registration) {
        return true;
    }

    /** Lets go of what holds the store; what was told as done stays done. */
    @Override
    default void close() {
    }
}
