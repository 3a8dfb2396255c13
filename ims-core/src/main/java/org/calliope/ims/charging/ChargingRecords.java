package org.calliope.ims.charging;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.calliope.ims.kept.Kept;
import org.calliope.ims.kept.KeptFile;
import org.calliope.ims.node.OwnerOnly;
import org.calliope.ims.node.RareLog;
import org.slf4j.LoggerFactory;

/**
 * The charging records of a node (TS 32.260 5.2.2): one for each session and event, written to files in the node's
 * {@code data/charging} by a thread of its own. Sessions that go on are kept aside, so that one that a killed node has
 * left has its record too. While the disk takes nothing records wait; those for which there is no room any more are
 * lost, counted and told of. Never blocks. Any thread.
 */
public final class ChargingRecords implements AutoCloseable {

    /** Counter of records that were written. */
    public static final String WRITTEN = "ims.charging.records";
    /** Counter of records that were lost, since the disk took none for too long. */
    public static final String LOST = "ims.charging.lost";

    private static final KeptFile.Kind KIND = new KeptFile.Kind("charged-sessions", 1,
            "sessions that went on when the server ended have no charging record",
            "sessions have a charging record, but no longer so if the server ends now", KeptFile.Kind.UNAWAITED);
    private static final RareLog RARE = new RareLog(LoggerFactory.getLogger(ChargingRecords.class), Duration.ofMinutes(1));
    private static final int MOST_WAITING = 100_000;
    private static final int MOST_AT_ONCE = 1_000;
    private static final long IDLE_MILLIS = 1_000;

    private final InstantSource time;
    private final Counter written;
    private final Counter lost;
    private final List<RecordFile> files = new ArrayList<>();
    private final BlockingQueue<ChargingRecord> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
    private final Map<String, ChargingRecord> open = new ConcurrentHashMap<>();
    private final Queue<ChargingRecord> left = new ConcurrentLinkedQueue<>();
    private final KeptFile<String> kept;
    private final Thread writer = new Thread(this::writeOn, "charging-records");
    private volatile boolean closing;

    private final class Sessions implements Kept<String> {

        @Override
        public void take(byte[] octets) {
            left.add(ChargingRecord.decode(octets));
        }

        @Override
        public Optional<byte[]> now(String key) {
            return Optional.ofNullable(open.get(key)).map(ChargingRecord::encode);
        }

        @Override
        public Collection<String> keys() {
            return open.keySet();
        }
    }

    private ChargingRecords(Path data, ChargingSettings settings, MeterRegistry meters, InstantSource time) {
        this.time = time;
        this.written = meters.counter(WRITTEN);
        this.lost = meters.counter(LOST);
        Path folder = data.resolve("charging");
        OwnerOnly.folder(folder);
        try {
            for (String format : settings.formats()) {
                files.add(new RecordFile(folder, RecordFormat.of(format), settings));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write charging records to " + folder, e);
        }
        this.kept = KeptFile.open(data, KIND, settings.sync(), time, new Sessions(), Runnable::run);
        left.forEach(record -> write(record.closed(Closing.RESTART, Optional.empty())));
        left.clear();
        writer.setDaemon(true);
        writer.start();
    }

    /**
     * @param data folder of the node
     * @return nothing when no format is wanted
     * @throws IllegalStateException when another server has the folder
     */
    public static Optional<ChargingRecords> open(Path data, ChargingSettings settings, MeterRegistry meters, InstantSource time) {
        return settings.formats().isEmpty() ? Optional.empty()
                : Optional.of(new ChargingRecords(data, settings, meters, time));
    }

    /** A session was answered and goes on; {@link #write} ends that. */
    public void goesOn(ChargingRecord session) {
        String key = key(session);
        open.put(key, session);
        kept.changed(key);
    }

    /** A session or an event is over. */
    public void write(ChargingRecord record) {
        if (!waiting.offer(record)) {
            lost.increment();
            RARE.warn("charging records are lost: the disk has taken none for too long");
        }
    }

    private static String key(ChargingRecord record) {
        return record.role() + " " + record.served() + ' ' + record.callId() + ' ' + record.icid();
    }

    private void writeOn() {
        List<ChargingRecord> batch = new ArrayList<>();
        long begun = System.nanoTime();
        try {
            while (!closing || !waiting.isEmpty()) {
                ChargingRecord first = waiting.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    // as far apart as the writes of the sessions behind them, for the same reason
                    TimeUnit.NANOSECONDS.sleep(begun + KIND.apart().toNanos() - System.nanoTime());
                    begun = System.nanoTime();
                    batch.add(first);
                    waiting.drainTo(batch, MOST_AT_ONCE - 1);
                    writeAll(batch);
                    batch.clear();
                }
                rotate();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void writeAll(List<ChargingRecord> batch) throws InterruptedException {
        for (RecordFile file : files) {
            while (!appended(file, batch)) {
                if (closing) {
                    lost.increment(batch.size());
                    return;
                }
                Thread.sleep(IDLE_MILLIS);
            }
        }
        written.increment(batch.size());
        batch.forEach(record -> {
            String key = key(record);
            open.remove(key);
            kept.changed(key);
        });
    }

    private boolean appended(RecordFile file, List<ChargingRecord> batch) {
        try {
            file.append(batch, time.instant());
            return true;
        } catch (IOException | UncheckedIOException e) {
            RARE.warn("charging records wait: " + e);
            return false;
        }
    }

    private void rotate() {
        Instant now = time.instant();
        for (RecordFile file : files) {
            try {
                file.rotate(now);
            } catch (IOException e) {
                RARE.warn("a file of charging records is not completed: " + e);
            }
        }
    }

    /** Returns when all is written, as far as the disk takes it. */
    @Override
    public void close() {
        closing = true;
        try {
            writer.join();
            for (RecordFile file : files) {
                file.close();
            }
        } catch (IOException e) {
            RARE.warn("a file of charging records is not completed: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kept.close();
    }
}
