package org.calliope.ims.registration;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;

/** Registrations in the heap of this node; they end with it. Its stages are complete when they are returned. */
public final class MemoryRegistrations implements Registrations {

    private final RegistrationIndex index = new RegistrationIndex();

    @Override
    public Optional<Registration> find(PublicIdentity identity) {
        return index.find(identity);
    }

    @Override
    public List<Registration> of(PrivateIdentity user) {
        return index.of(user);
    }

    @Override
    public CompletionStage<Optional<Registration>> add(Registration registration) {
        return CompletableFuture.completedStage(index.add(registration));
    }

    @Override
    public CompletionStage<Optional<Registration>> replace(Registration seen, Registration next) {
        return CompletableFuture.completedStage(index.replace(seen, next));
    }

    @Override
    public CompletionStage<Boolean> remove(Registration seen) {
        return CompletableFuture.completedStage(index.remove(seen));
    }

    @Override
    public Collection<Registration> all() {
        return index.all();
    }

    @Override
    public int size() {
        return index.size();
    }
}
