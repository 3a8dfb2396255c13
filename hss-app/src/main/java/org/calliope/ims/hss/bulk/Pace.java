package org.calliope.ims.hss.bulk;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

import org.calliope.ims.hss.store.ImportJob;

/** How far the import that is worked off has come, and how fast. Written by the worker, read by any thread. */
final class Pace {

    private static final double NANOS = 1e9;

    private final LongSupplier nanos;
    private final ImportJob job;
    private final long began;

    private volatile Point now = new Point(0, 0);
    private volatile String trouble = "";

    private record Point(double done, long rows) { }

    Pace(ImportJob job, LongSupplier nanos) {
        this.job = job;
        this.nanos = nanos;
        this.began = nanos.getAsLong();
    }

    long id() {
        return job.id();
    }

    long rows() {
        return now.rows();
    }

    /** @param done how much of the file is committed, 0 to 1 */
    void at(double done, long rows) {
        now = new Point(done, rows);
        trouble = "";
    }

    String trouble() {
        return trouble;
    }

    void trouble(String what) {
        trouble = what;
    }

    ImportStatus of(ImportJob current) {
        Point point = now;
        double seconds = (nanos.getAsLong() - began) / NANOS;
        long rows = point.rows() - job.progress().rows();
        // of one that goes on, the part that is done since
        double done = point.rows() == 0 ? 0 : point.done() * rows / point.rows();
        Optional<Duration> left = done <= 0 ? Optional.empty()
                : Optional.of(Duration.ofMillis((long) ((1 - point.done()) / done * seconds * 1_000)));
        return new ImportStatus(current, point.done(), seconds <= 0 ? 0 : rows / seconds, left, trouble);
    }
}
