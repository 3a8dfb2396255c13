package org.calliope.ims.hss.bulk;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

import org.calliope.ims.hss.store.ImportRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the rows of a file on a thread of its own, a few chunks ahead of who writes them: hashing and sealing passwords
 * takes about as long as the database.
 */
final class RowReader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RowReader.class);
    private static final int AHEAD = 4;
    private static final int POLL_MILLIS = 100;

    private final BlockingQueue<Chunk> ready = new LinkedBlockingQueue<>(AHEAD);
    private final Thread thread;

    /**
     * Rows that come one after the other.
     *
     * @param position bytes of the file that are read after them
     * @param last     nothing comes after them
     * @param failure  why nothing more can be read, "" when it could
     */
    record Chunk(List<ImportRow> rows, long position, boolean last, String failure) { }

    /** How a file is opened. */
    interface Opening {
        RowSource open() throws IOException;
    }

    /**
     * Begins to read.
     *
     * @param skip     rows that are written already
     * @param most     rows the file may have
     * @param position how many bytes are read
     */
    RowReader(Opening opening, LongSupplier position, int chunk, long skip, long most) {
        this.thread = new Thread(() -> run(opening, position, chunk, skip, most), "import-reader");
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

    private void run(Opening opening, LongSupplier position, int chunk, long skip, long most) {
        List<ImportRow> rows = new ArrayList<>(chunk);
        try {
            String failure = "";
            try (RowSource source = opening.open()) {
                long number = 0;
                for (Optional<ImportRow> row = source.next(); row.isPresent(); row = source.next()) {
                    if (++number > most) {
                        throw new UnreadableImport("the file has more than " + most + " rows");
                    }
                    if (number > skip) {
                        rows.add(row.get());
                    }
                    if (rows.size() == chunk) {
                        ready.put(new Chunk(rows, position.getAsLong(), false, ""));
                        rows = new ArrayList<>(chunk);
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
            ready.put(new Chunk(rows, position.getAsLong(), true, failure));
        } catch (InterruptedException e) {
            LOG.debug("reading an import was broken off");
        }
    }

    @Override
    public void close() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }
}
