package org.calliope.ims.hss.store;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A change of keys on a thread of its own, one at a time. Its methods are for any thread and do not wait for it. What
 * the server's end breaks off is gone on with when the server is there again.
 */
public final class BackgroundRotation implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BackgroundRotation.class);
    private static final int SHUTDOWN_SECONDS = 10;

    /** What becomes of it. */
    public enum State {
        /** None since the server started. */
        NONE,
        /** Secrets are sealed anew. */
        RUNNING,
        /** Every secret is sealed by the new key. */
        DONE,
        /** It broke off; old and new key are both needed. */
        FAILED
    }

    /**
     * How the latest one stands.
     *
     * @param secrets private identities there were when it began
     * @param done    of them sealed by the new key so far
     * @param message why it failed, "" when it did not
     */
    public record Progress(State state, long secrets, long done, Optional<Instant> started, Optional<Instant> ended,
                           String message) {

        Progress at(long further) {
            return new Progress(state, secrets, further, started, ended, message);
        }

        Progress over(State as, Instant when, String why) {
            return new Progress(as, secrets, done, started, Optional.of(when), why);
        }
    }

    private final Database database;
    private final KeyRotation rotation;
    private final Clock clock;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "key-rotation");
        thread.setDaemon(true);
        return thread;
    });

    private volatile boolean closing;
    private volatile Progress progress =
            new Progress(State.NONE, 0, 0, Optional.empty(), Optional.empty(), "");

    /** Over an open database. */
    public BackgroundRotation(Database database, Provisioning provisioning, Clock clock) {
        this.database = database;
        this.rotation = new KeyRotation(database, provisioning);
        this.clock = clock;
    }

    /** How the latest one stands. */
    public Progress progress() {
        return progress;
    }

    /** Begins one, or goes on with one that was broken off; false when one runs. */
    public synchronized boolean start(Actor actor) {
        if (progress.state() == State.RUNNING) {
            return false;
        }
        long secrets = database.query(connection ->
                Columns.count(connection, "select count(*) from private_identity"));
        progress = new Progress(State.RUNNING, secrets, 0, Optional.of(clock.instant()), Optional.empty(), "");
        worker.execute(() -> run(actor));
        return true;
    }

    /** Goes on with one that was broken off; false when there is none, or its key is not in this server's file. */
    public boolean goOn() {
        if (!rotation.brokenOff()) {
            return false;
        }
        LOG.info("a change of keys that was broken off goes on");
        return start(Actor.SYSTEM);
    }

    private void run(Actor actor) {
        try {
            long all = rotation.rotate(actor, this::reached);
            progress = progress.at(all).over(State.DONE, clock.instant(), "");
            LOG.info("{} secrets are sealed by a new key", all);
        } catch (CancellationException e) {
            LOG.warn("the server ends while secrets are sealed anew; it goes on when it is there again. Keep all keys");
        } catch (RuntimeException e) { // the edge of this thread
            LOG.error("secrets could not all be sealed anew: {}", e.toString(), e);
            progress = progress.over(State.FAILED, clock.instant(), String.valueOf(e.getMessage()));
        }
    }

    private void reached(long done) {
        progress = progress.at(done);
        if (closing) {
            throw new CancellationException();
        }
    }

    /** Breaks off one that runs; every secret can be read nevertheless. */
    @Override
    public void close() {
        closing = true;
        worker.shutdown(); // without an interrupt, which would close the file of an embedded database
        try {
            if (!worker.awaitTermination(SHUTDOWN_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("a change of keys does not end within {} s", SHUTDOWN_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
