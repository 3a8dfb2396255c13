package org.calliope.ims.hss.bulk;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import org.calliope.ims.hss.store.ImportRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the rows of a file on a thread of its own, a few chunks ahead of who writes them: hashing and sealing passwords
 * takes about as long as the database.
 */
final class RowReader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RowReader.class);
    private static final int CHUNK = 1_000;
    private static final int WEIGHT = 1 << 22; // characters
    private static final int AHEAD = 4;
    private static final int POLL_MILLIS = 100;

    private final BlockingQueue<Chunk> ready = new LinkedBlockingQueue<>(AHEAD);
    private final File file;
    private final long skip;
    private final long most;
    private final Thread thread;

    private volatile boolean closed;

    /**
     * Rows that come one after the other.
     *
     * @param done    how much of the file is read after them, 0 to 1
     * @param last    nothing comes after them
     * @param failure why nothing more can be read, "" when it could
     */
    record Chunk(List<ImportRow> rows, double done, boolean last, String failure) { }

    /** What is read. */
    interface File extends Closeable {

        RowSource open() throws IOException;

        /** How much is read, 0 to 1. */
        double done();
    }

    /**
     * Begins to read.
     *
     * @param skip rows that are written already
     * @param most rows the file may have
     */
    RowReader(File file, long skip, long most) {
        this.file = file;
        this.skip = skip;
        this.most = most;
        this.thread = new Thread(this::run, "import-reader");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * The next chunk.
     *
     * @throws InterruptedException when {@code stopping} comes true
     */
    Chunk take(BooleanSupplier stopping) throws InterruptedException {
        while (!stopping.getAsBoolean()) {
            Chunk chunk = ready.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
            if (chunk != null) {
                return chunk;
            }
        }
        throw new InterruptedException("the server stops");
    }

    private void run() {
        try {
            read();
        } catch (InterruptedException e) {
            LOG.debug("reading an import was broken off");
        }
    }

    private void read() throws InterruptedException {
        List<ImportRow> rows = new ArrayList<>(CHUNK);
        String failure = "";
        try (RowSource source = file.open()) {
            long number = 0;
            long weight = 0;
            for (Optional<ImportRow> row = source.next(); row.isPresent() && !closed; row = source.next()) {
                if (++number > most) {
                    throw new UnreadableImport("the file has more than " + most + " rows");
                }
                if (number > skip) {
                    rows.add(row.get());
                    weight += row.get().weight();
                }
                if (rows.size() == CHUNK || weight >= WEIGHT) {
                    put(new Chunk(rows, source.done().orElseGet(file::done), false, ""));
                    rows = new ArrayList<>(CHUNK);
                    weight = 0;
                }
            }
        } catch (UnreadableImport e) {
            failure = e.getMessage();
        } catch (IOException e) {
            failure = "the file cannot be read: " + e.getMessage();
        } catch (RuntimeException e) { // the edge of this thread
            LOG.error("reading an import failed", e);
            failure = "the file cannot be read; the server's log says more";
        }
        put(new Chunk(rows, 1, true, failure));
    }

    private void put(Chunk chunk) throws InterruptedException {
        boolean taken = false;
        while (!closed && !taken) {
            taken = ready.offer(chunk, POLL_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Ends the thread, which may be within a long read. */
    @Override
    public void close() throws IOException, InterruptedException {
        closed = true;
        file.close();
        thread.join();
    }
}
