package org.calliope.ims.registration;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.kept.Kept;
import org.calliope.ims.kept.KeptFile;

/**
 * Registrations that outlive their process: in the heap for reading, and in a file under their default identities. A
 * change holds at once, and is told when it is written. Any thread.
 */
public final class FileRegistrations implements Registrations {

    /** What the file is of. */
    static final KeptFile.Kind KIND = new KeptFile.Kind("registrations", 1,
            "the other users are unreachable until their phones register again",
            "users who register are answered 500, and what changes is lost if the server ends now", KeptFile.Kind.AWAITED);
    /** Name of the file. */
    public static final String FILE = KIND.file();

    private final RegistrationIndex index = new RegistrationIndex();
    private final ExecutorService tellers = Tellers.start();
    private final KeptFile<PublicIdentity> file;

    private FileRegistrations(Path folder, boolean sync, InstantSource time) {
        file = KeptFile.open(folder, KIND, sync, time, new Sets(index, new RegistrationFormat(index.sharing())), tellers);
    }

    private record Sets(RegistrationIndex index, RegistrationFormat format) implements Kept<PublicIdentity> {

        @Override
        public void take(byte[] octets) {
            index.take(format.decode(octets));
        }

        @Override
        public Optional<byte[]> now(PublicIdentity set) {
            return index.find(set).filter(now -> now.defaultIdentity().equals(set)).map(RegistrationFormat::encode);
        }

        @Override
        public Collection<PublicIdentity> keys() {
            return index.defaultIdentities();
        }
    }

    /**
     * Reads the file {@link #FILE} of the folder, or makes a new one. What can not be read is renamed and said, and
     * what can be read of it is kept.
     *
     * @param sync whether a change is on the disk when it is told, so that it outlives a power failure too
     * @throws IllegalStateException when the file can not be had, as when another server has it
     */
    public static FileRegistrations open(Path folder, boolean sync, InstantSource time) {
        return new FileRegistrations(folder, sync, time);
    }

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
        return stored(index.add(registration));
    }

    @Override
    public CompletionStage<Optional<Registration>> replace(Registration seen, Registration next) {
        return stored(index.replace(seen, next));
    }

    @Override
    public CompletionStage<Boolean> remove(Registration seen) {
        return index.remove(seen) ? file.changed(seen.defaultIdentity()).thenApply(written -> true)
                : CompletableFuture.completedStage(false);
    }

    private CompletionStage<Optional<Registration>> stored(Optional<Registration> now) {
        return now.isEmpty() ? CompletableFuture.completedStage(now)
                : file.changed(now.get().defaultIdentity()).thenApply(written -> now);
    }

    @Override
    public Collection<Registration> all() {
        return index.all();
    }

    @Override
    public int size() {
        return index.size();
    }

    /** Returns when all is written. */
    @Override
    public void close() {
        file.close();
        tellers.shutdown();
    }
}
