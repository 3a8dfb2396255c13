package org.calliope.ims.hss.bulk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.calliope.ims.hss.store.Actor;
import org.calliope.ims.hss.store.Database;
import org.calliope.ims.hss.store.ImportJob;
import org.calliope.ims.hss.store.ImportLedger;
import org.calliope.ims.hss.store.ImportWriter;
import org.calliope.ims.hss.store.Provisioning;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Imports of whole files, one after the other on one thread. An import that the server's end interrupts goes on when
 * the server is there again, after the last row it has committed; one whose database is away goes on when that is back.
 * The methods are for any thread; they block on SQL and on the disk.
 */
public final class Imports implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Imports.class);
    private static final int ATTEMPTS = 5;
    private static final int LONGEST_PAUSE_SECONDS = 30;
    private static final int SHUTDOWN_SECONDS = 10;
    private static final int MOST_LISTED = 1_000;

    private final Database database;
    private final Provisioning provisioning;
    private final ImportLedger ledger;
    private final ImportFolder folder;
    private final RowSources sources;
    private final ImportBounds bounds;
    private final Clock clock;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ExecutorService worker = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "imports");
        thread.setDaemon(true);
        return thread;
    });

    private volatile Optional<Pace> pace = Optional.empty();

    private Imports(Database database, Provisioning provisioning, Path folder, String domain, ImportBounds bounds,
            Clock clock) {
        this.database = database;
        this.provisioning = provisioning;
        this.ledger = new ImportLedger(database, clock);
        this.folder = new ImportFolder(folder);
        this.sources = new RowSources(database.vault(), provisioning, domain);
        this.bounds = bounds;
        this.clock = clock;
    }

    /**
     * Over an open database; goes on with what was interrupted.
     *
     * @param folder where the files are kept until they are read, which hold secrets
     * @param domain home network domain, the realm of passwords where a file names none
     */
    public static Imports start(Database database, Provisioning provisioning, Path folder, String domain,
            ImportBounds bounds, Clock clock) {
        Imports imports = new Imports(database, provisioning, folder, domain, bounds, clock);
        List<ImportLedger.Left> all = imports.ledger.left();
        Set<String> files = new HashSet<>();
        all.stream().limit(MOST_LISTED).forEach(job -> files.add(job.file()));
        all.stream().filter(ImportLedger.Left::underWay).forEach(job -> files.add(job.file()));
        imports.folder.keepOnly(files);
        // a kill may have come between the end of one and the removal of its file
        all.stream().limit(MOST_LISTED).filter(job -> job.state().over() && job.state() != ImportJob.State.FAILED)
                .forEach(job -> imports.folder.removeFile(job.file()));
        all.stream().filter(ImportLedger.Left::underWay).filter(job -> imports.here(job.file()))
                .sorted(Comparator.comparing(ImportLedger.Left::id)).forEach(job -> {
                    LOG.info("import {} goes on", job.id());
                    imports.enqueue(job.id());
                });
        return imports;
    }

    // several servers may share the database; each works off what was handed in to it
    private boolean here(String file) {
        return folder.file(file).toFile().exists();
    }

    /**
     * Takes a file, whose import begins when its turn comes.
     *
     * @param in read to its end, not closed
     * @throws ImportRefused when it is too large, empty, or too many wait
     * @throws IOException   when the stream breaks off or the disk is full; nothing is kept then
     */
    public ImportJob submit(ImportJob.Request request, InputStream in) throws IOException {
        return take(request, in::transferTo);
    }

    /**
     * Takes the tables of another HSS out of its database, before it returns; their import begins when its turn comes.
     *
     * @param request of the format FHOSS or PYHSS
     * @throws ImportRefused when they cannot be read, are too large, or too many wait
     */
    public ImportJob submit(ImportJob.Request request, ForeignDatabase source) throws IOException {
        Set<String> tables = (ImportFormat.of(request.format()).orElseThrow() == ImportFormat.FHOSS
                ? FhossTables.COLUMNS : PyHssTables.COLUMNS).keySet();
        return take(request, out -> source.dump(tables, out));
    }

    private ImportJob take(ImportJob.Request request, ImportFolder.Content content) throws IOException {
        if (ledger.underWay().size() >= bounds.mostWaiting()) {
            throw new ImportRefused(ImportRefused.Why.TOO_MANY, bounds.mostWaiting()
                    + " imports wait already; cancel one, or wait until one is done");
        }
        ImportFolder.Stored stored = folder.store(content, bounds.largestFile());
        ImportJob job = ledger.add(request, stored.file(), stored.size(), stored.sha256());
        LOG.info("import {} of {}, {} bytes of {}, for {}", job.id(), request.source(), job.size(), request.format(),
                request.actor().name());
        enqueue(job.id());
        return job;
    }

    /** Bytes of a file at most. */
    public long largestFile() {
        return bounds.largestFile();
    }

    /** A folder for files on their way here, now empty; nobody but the server's user may enter it. */
    public Path inbox() {
        return folder.inbox();
    }

    /** Imports, newest first. */
    public List<ImportStatus> list(int limit) {
        return ledger.list(Math.min(limit, MOST_LISTED)).stream().map(this::status).toList();
    }

    /** The import of this id. */
    public Optional<ImportStatus> find(long id) {
        return ledger.find(id).map(this::status);
    }

    private ImportStatus status(ImportJob job) {
        return pace.filter(current -> current.id() == job.id() && !job.state().over()).map(current -> current.of(job))
                .orElseGet(() -> new ImportStatus(job, job.state() == ImportJob.State.DONE ? 1 : 0, 0, Optional.empty(),
                        ""));
    }

    /** Why the import that is worked off does not go on at the moment; "" when it does, or there is none. */
    public String trouble() {
        return pace.map(Pace::trouble).orElse("");
    }

    /** The report, a CSV file that grows while the import goes; empty when it is on another server, or gone. */
    public Optional<Path> report(ImportJob job) {
        return Optional.of(folder.report(job.file())).filter(file -> file.toFile().exists());
    }

    /** Ends it; what was accepted stays. False when it was over before. */
    public boolean cancel(long id, Actor actor) {
        boolean cancelled = ledger.end(id, ImportJob.State.CANCELLED, "", actor);
        if (cancelled && pace.filter(current -> current.id() == id).isEmpty()) {
            ledger.find(id).ifPresent(job -> folder.removeFile(job.file()));
        }
        return cancelled;
    }

    /** Has one that failed go on where it was; false when there is none, or its file is gone. */
    public boolean resume(long id) {
        boolean reopened = ledger.find(id).filter(job -> here(job.file())).isPresent() && ledger.reopen(id);
        if (reopened) {
            enqueue(id);
        }
        return reopened;
    }

    /** Forgets one that is over, and its report; false when there is none. */
    public boolean remove(long id) {
        Optional<ImportJob> job = ledger.find(id);
        boolean removed = job.isPresent() && ledger.remove(id);
        if (removed) {
            folder.removeAll(job.get().file());
        }
        return removed;
    }

    private void enqueue(long id) {
        worker.execute(() -> work(id));
    }

    private void work(long id) {
        try {
            int failures = 0;
            while (closing.getCount() > 0) {
                try {
                    attempt(id);
                    return;
                } catch (IOException | RuntimeException e) { // the edge of this thread
                    failures = pace.filter(current -> current.rows() > 0).isPresent() ? 1 : failures + 1;
                    troubled(id, e, failures);
                }
            }
        } catch (InterruptedException e) {
            LOG.info("import {} goes on when the server is there again", id);
        } finally {
            pace = Optional.empty();
        }
    }

    private void attempt(long id) throws IOException, InterruptedException {
        Optional<ImportJob> started = ledger.start(id);
        if (started.isEmpty()) {
            return; // cancelled while it waited
        }
        ImportJob job = started.get();
        Pace now = new Pace(job, System::nanoTime);
        pace = Optional.of(now);
        ImportWriter writer = new ImportWriter(database, ledger, provisioning, bounds.repositoryBytes(),
                clock);
        Optional<String> failure = new ImportRun(folder, sources, writer, bounds.mostRows(),
                () -> closing.getCount() == 0).run(job, now);
        failure.ifPresent(why -> ledger.end(id, why.isEmpty() ? ImportJob.State.DONE : ImportJob.State.FAILED, why,
                job.request().actor()));
        ImportJob ended = ledger.find(id).orElse(job);
        LOG.info("import {} is {}: {}", id, ended.state(), ended.progress());
        if (ended.state() != ImportJob.State.FAILED) {
            folder.removeFile(job.file());
        }
    }

    /** Waits a little before the next attempt; a database that is away may be back then. */
    private void troubled(long id, Exception e, int failures) throws InterruptedException {
        LOG.warn("import {} does not go on: {}", id, e.toString(), e);
        if (failures >= ATTEMPTS && !away(e)) {
            ledger.end(id, ImportJob.State.FAILED, "it does not go on: " + e.getMessage(), Actor.SYSTEM);
        }
        pace.ifPresent(current -> current.trouble(away(e) ? "the database does not answer" : "it is tried again"));
        closing.await(Math.min(LONGEST_PAUSE_SECONDS, 1L << Math.min(failures, ATTEMPTS)), TimeUnit.SECONDS);
    }

    private static boolean away(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientConnectionException || cause instanceof SQLRecoverableException
                    || cause instanceof SQLNonTransientConnectionException) {
                return true;
            }
        }
        return false;
    }

    /** Breaks off what is under way, which goes on when the server is there again. */
    @Override
    public void close() {
        closing.countDown();
        worker.shutdown(); // without an interrupt, which would close the file of an embedded database
        try {
            if (!worker.awaitTermination(SHUTDOWN_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("an import does not end within {} s", SHUTDOWN_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
