package org.calliope.ims.node;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Logs a fault that bad input could provoke a thousand times a second: one line in an interval, which says how
 * many were left out before it. Any thread.
 */
public final class RareLog {

    private final Logger log;
    private final long intervalNanos;
    private final LongSupplier nanoClock;
    private final AtomicLong next;
    private final AtomicLong leftOut = new AtomicLong();

    public RareLog(Logger log, Duration interval) {
        this(log, interval, System::nanoTime);
    }

    RareLog(Logger log, Duration interval, LongSupplier nanoClock) {
        this.log = log;
        this.intervalNanos = interval.toNanos();
        this.nanoClock = nanoClock;
        this.next = new AtomicLong(nanoClock.getAsLong());
    }

    /** @return whether a line was written */
    public boolean warn(String what, Throwable thrown) {
        boolean due = due();
        if (due) {
            log.warn("{} ({} like it not logged)", what, leftOut.getAndSet(0), thrown);
        }
        return due;
    }

    /** @return whether a line was written */
    public boolean warn(String what) {
        boolean due = due();
        if (due) {
            log.warn("{} ({} like it not logged)", what, leftOut.getAndSet(0));
        }
        return due;
    }

    private boolean due() {
        long now = nanoClock.getAsLong();
        long due = next.get();
        if (now - due < 0 || !next.compareAndSet(due, now + intervalNanos)) {
            leftOut.incrementAndGet();
            return false;
        }
        return true;
    }
}
