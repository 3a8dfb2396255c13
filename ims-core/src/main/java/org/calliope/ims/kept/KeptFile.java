package org.calliope.ims.kept;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.calliope.ims.kept.KeyedFile.Unreadable;
import org.calliope.ims.node.RareLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file behind what an element has in its heap. A change is written by a thread of the file's own, together with
 * those that came within {@link Kind#apart} or while others were written, and then told. Any thread; nothing waits but
 * {@link #open} and {@link #close}.
 *
 * @param <K> by what each entry is known
 */
public final class KeptFile<K> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KeptFile.class);
    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int MOST_TOGETHER = 10_000;

    private final Path file;
    private final Kind kind;
    private final boolean sync;
    private final Kept<K> kept;
    private final Executor tellers;
    private final BlockingQueue<Change<K>> changes = new LinkedBlockingQueue<>();
    private final Change<K> last = new Change<>(null, new CompletableFuture<>());
    private final Thread writer;
    private final RareLog failures = new RareLog(LOG, Duration.ofSeconds(10));
    /** Of changes whose write failed. */
    private final Set<K> unwritten = new LinkedHashSet<>();
    private Optional<KeyedFile> open = Optional.empty();

    /**
     * What a file is of.
     *
     * @param name            of what is kept, and of the file without {@code .mv}
     * @param schema          what its keys and entries mean; another number is another meaning
     * @param whenNotReadable what users notice of entries that are lost
     * @param whenNotWritten  what users notice while nothing can be written
     * @param apart           how far writes are apart at least: one costs about the same for one change as for a hundred;
     *                        a change that comes after a pause waits for nothing
     */
    public record Kind(String name, int schema, String whenNotReadable, String whenNotWritten, Duration apart) {

        /** {@link #apart} of what something waits for, as the answer to a REGISTER or a request that is sent when it is written. */
        public static final Duration AWAITED = Duration.ofMillis(10);
        /** {@link #apart} of what nothing waits for. */
        public static final Duration UNAWAITED = Duration.ofMillis(100);

        public String file() {
            return name + ".mv";
        }
    }

    private record Change<K>(K key, CompletableFuture<Void> told) {
    }

    private KeptFile(Path file, Kind kind, boolean sync, Kept<K> kept, Executor tellers) {
        this.file = file;
        this.kind = kind;
        this.sync = sync;
        this.kept = kept;
        this.tellers = tellers;
        this.writer = new Thread(this::writeOn, kind.name());
        writer.setDaemon(true);
    }

    /**
     * Reads the file of the folder, or makes a new one. What can not be read is renamed and said, and what can be read
     * of it is kept.
     *
     * @param sync    whether a change is on the disk when it is told, so that it outlives a power failure too
     * @param kept    gets what is read before this returns
     * @param tellers on which changes are told
     * @throws IllegalStateException when the file can not be had, as when another server has it
     */
    public static <K> KeptFile<K> open(Path folder, Kind kind, boolean sync, InstantSource time, Kept<K> kept,
                                       Executor tellers) {
        KeptFile<K> opened = new KeptFile<>(folder.resolve(kind.file()), kind, sync, kept, tellers);
        opened.load(WHEN.format(time.instant()));
        opened.writer.start();
        return opened;
    }

    private void load(String now) {
        Queue<String> unreadable = new ConcurrentLinkedQueue<>();
        try {
            open = Optional.of(KeyedFile.open(file, kind, sync));
            open.get().read(octets -> {
                try {
                    kept.take(octets);
                } catch (IllegalArgumentException bad) {
                    unreadable.add(bad.getMessage());
                }
            });
        } catch (Unreadable whole) {
            unreadable.add(whole.getMessage());
        }
        if (!unreadable.isEmpty()) {
            beginAnew(now, unreadable.peek());
        }
        LOG.info("{} {} of {}", kept.keys().size(), kind.name(), file);
    }

    private void beginAnew(String now, String unreadable) {
        open.ifPresent(KeyedFile::abandon);
        Path aside = KeyedFile.setAside(file, now);
        LOG.error("The {} can not be read: {} in {}. The file is now {}, and {} were read from it; {}. When an older"
                + " Calliope wrote it, or a newer one, stop the server, put the file back and start that version; else"
                + " keep it for a report, or delete it.", kind.name(), unreadable, file, aside.getFileName(),
                kept.keys().size(), kind.whenNotReadable());
        reopen();
        unwritten.addAll(kept.keys());
        write(List.of());
    }

    /**
     * An entry has changed in the heap, or is gone from there.
     *
     * @return told when it is written as it is then or was later; with the failure when it can not be, which is tried
     *         again with the next change
     */
    public CompletionStage<Void> changed(K key) {
        Change<K> change = new Change<>(key, new CompletableFuture<>());
        changes.add(change);
        return change.told();
    }

    private void writeOn() {
        List<Change<K>> together = new ArrayList<>();
        long apart = kind.apart().toNanos();
        long begun = System.nanoTime() - apart;
        while (!together.contains(last)) {
            together.clear();
            try {
                together.add(changes.take());
                TimeUnit.NANOSECONDS.sleep(begun + apart - System.nanoTime());
            } catch (InterruptedException ours) {
                throw new IllegalStateException("nobody may interrupt this thread", ours);
            }
            begun = System.nanoTime();
            changes.drainTo(together, MOST_TOGETHER);
            try {
                write(together);
                together.forEach(change -> tellers.execute(() -> change.told().complete(null)));
            } catch (RuntimeException failed) {
                failures.warn(kind.name() + " can not be written to " + file + ": " + kind.whenNotWritten()
                        + ". Is the disk full?", failed);
                together.forEach(change -> tellers.execute(() -> change.told().completeExceptionally(failed)));
            }
        }
    }

    /** Writes what the changed entries are by now, which may be later than the change: the heap knows the order. */
    private void write(List<Change<K>> together) {
        together.stream().filter(change -> change != last).map(Change::key).forEach(unwritten::add);
        if (open.isEmpty()) {
            reopen();
        }
        try {
            open.orElseThrow().write(unwritten, kept);
            unwritten.clear();
        } catch (RuntimeException failed) {
            open.get().abandon();
            open = Optional.empty();
            throw failed;
        }
    }

    private void reopen() {
        try {
            open = Optional.of(KeyedFile.open(file, kind, sync));
        } catch (Unreadable failed) {
            throw new IllegalStateException(failed.getMessage(), failed);
        }
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
        open.ifPresent(KeyedFile::close);
    }
}
