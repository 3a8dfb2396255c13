package org.calliope.ims.container.sip;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Whether SIP still gets on. A beat that finds that sockets are read is progress; when the threads that read them are
 * all held up, or the thread of the beat itself is, there is none.
 */
final class Pulse {

    private static final long EVERY_MILLIS = 500;
    /** A packet to itself that waits longer is not progress, whatever the load. */
    private static final long STUCK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier nanoClock;
    private final LongSupplier wait;
    private volatile long progress;

    /** @param wait nanoseconds that a packet has waited to be read by now */
    Pulse(LongSupplier nanoClock, LongSupplier wait) {
        this.nanoClock = nanoClock;
        this.wait = wait;
        this.progress = nanoClock.getAsLong();
    }

    void start(ScheduledExecutorService executor) {
        progress = nanoClock.getAsLong();
        executor.scheduleAtFixedRate(this::beat, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    void beat() {
        if (wait.getAsLong() < STUCK_NANOS) {
            progress = nanoClock.getAsLong();
        }
    }

    /** How long there has been no progress. Any thread. */
    Duration still() {
        return Duration.ofNanos(nanoClock.getAsLong() - progress);
    }
}
