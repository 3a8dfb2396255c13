package org.calliope.ims.registration;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.node.RareLog;
import org.calliope.ims.registration.RegistrationFile.Unreadable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registrations that outlive their process: in the heap for reading, and in a file. A change holds at once, and is told
 * when it is written; changes that come while others are written share the next write. Any thread.
 */
public final class FileRegistrations implements Registrations {

    /** Name of the file. */
    public static final String FILE = "registrations.mv";
    private static final Logger LOG = LoggerFactory.getLogger(FileRegistrations.class);
    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int MOST_TOGETHER = 10_000;

    private final Path file;
    private final boolean sync;
    private final RegistrationIndex index = new RegistrationIndex();
    private final BlockingQueue<Change<?>> changes = new LinkedBlockingQueue<>();
    private final Change<Boolean> last = new Change<>(null, true, new CompletableFuture<>());
    private final ExecutorService tellers = Tellers.start();
    private final Thread writer = new Thread(this::writeOn, "registrations");
    private final RareLog failures = new RareLog(LOG, Duration.ofSeconds(10));
    /** Of changes whose write failed. */
    private final Set<PublicIdentity> unwritten = new LinkedHashSet<>();
    private Optional<RegistrationFile> open = Optional.empty();

    private record Change<T>(PublicIdentity set, T outcome, CompletableFuture<T> told) {

        void tell(ExecutorService teller) {
            teller.execute(() -> told.complete(outcome));
        }
    }

    private FileRegistrations(Path file, boolean sync) {
        this.file = file;
        this.sync = sync;
        writer.setDaemon(true);
    }

    /**
     * Reads the file {@link #FILE} of the folder, or makes a new one. What can not be read is renamed and said, and
     * what can be read of it is kept.
     *
     * @param sync whether a change is on the disk when it is told, so that it outlives a power failure too
     * @throws IllegalStateException when the file can not be had, as when another server has it
     */
    public static FileRegistrations open(Path folder, boolean sync, InstantSource time) {
        FileRegistrations registrations = new FileRegistrations(folder.resolve(FILE), sync);
        registrations.load(WHEN.format(time.instant()));
        registrations.writer.start();
        return registrations;
    }

    private void load(String now) {
        RegistrationFormat format = new RegistrationFormat(index.sharing());
        List<String> unreadable = new ArrayList<>();
        try {
            open = Optional.of(RegistrationFile.open(file, sync));
            open.get().read(octets -> {
                try {
                    index.take(format.decode(octets));
                } catch (IllegalArgumentException bad) {
                    unreadable.add(bad.getMessage());
                }
            });
        } catch (Unreadable whole) {
            unreadable.add(whole.getMessage());
        }
        if (!unreadable.isEmpty()) {
            beginAnew(now, unreadable);
        }
        LOG.info("{} registrations of {}", index.size(), file);
    }

    private void beginAnew(String now, List<String> unreadable) {
        open.ifPresent(RegistrationFile::abandon);
        Path aside = RegistrationFile.setAside(file, now);
        LOG.error("Registrations can not be read: {} in {}. The file is now {}, and {} registrations were read from it;"
                + " the other users are unreachable until their phones register again. When an older Calliope wrote it,"
                + " or a newer one, stop the server, put the file back and start that version; else keep it for a"
                + " report, or delete it.", unreadable.get(0), file, aside.getFileName(), index.size());
        reopen();
        unwritten.addAll(index.all().stream().map(Registration::defaultIdentity).toList());
        write(List.of());
    }

    @Override
    public Optional<Registration> find(PublicIdentity identity) {
        return index.find(identity);
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
        return index.remove(seen) ? written(seen.defaultIdentity(), true) : CompletableFuture.completedStage(false);
    }

    private CompletionStage<Optional<Registration>> stored(Optional<Registration> now) {
        return now.isEmpty() ? CompletableFuture.completedStage(now) : written(now.get().defaultIdentity(), now);
    }

    private <T> CompletionStage<T> written(PublicIdentity set, T outcome) {
        Change<T> change = new Change<>(set, outcome, new CompletableFuture<>());
        changes.add(change);
        return change.told();
    }

    private void writeOn() {
        List<Change<?>> together = new ArrayList<>();
        while (!together.contains(last)) {
            together.clear();
            try {
                together.add(changes.take());
            } catch (InterruptedException ours) {
                throw new IllegalStateException("nobody may interrupt this thread", ours);
            }
            changes.drainTo(together, MOST_TOGETHER);
            try {
                write(together);
                together.forEach(change -> change.tell(tellers));
            } catch (RuntimeException failed) {
                failures.warn("registrations can not be written to " + file + ": users who register are answered 500,"
                        + " and what changes is lost if the server ends now. Is the disk full?", failed);
                together.forEach(change -> tellers.execute(() -> change.told().completeExceptionally(failed)));
            }
        }
    }

    /** Writes what the changed sets are by now, which may be later than the change: the heap knows the order. */
    private void write(List<Change<?>> together) {
        together.stream().filter(change -> change != last).map(Change::set).forEach(unwritten::add);
        if (open.isEmpty()) {
            reopen();
        }
        try {
            open.orElseThrow().write(unwritten, set -> index.find(set).filter(now -> now.defaultIdentity().equals(set))
                    .map(RegistrationFormat::encode));
            unwritten.clear();
        } catch (RuntimeException failed) {
            open.get().abandon();
            open = Optional.empty();
            throw failed;
        }
    }

    private void reopen() {
        try {
            open = Optional.of(RegistrationFile.open(file, sync));
        } catch (Unreadable failed) {
            throw new IllegalStateException(failed.getMessage(), failed);
        }
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
        changes.add(last);
        try {
            writer.join();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            return;
        }
        open.ifPresent(RegistrationFile::close);
        tellers.shutdown();
    }
}
