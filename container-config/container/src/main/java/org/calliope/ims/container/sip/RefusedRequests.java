package org.calliope.ims.container.sip;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/**
 * Who was refused a while ago, by the branch of the request: when it comes again it gets the same answer (RFC 3261 8.2.7),
 * and nobody's telephone rings for a call that its caller has given up. A table of fixed size in which a new entry takes
 * the place of an old one; that another request is taken for one that was refused is a matter of one in 65,000. Any thread.
 */
final class RefusedRequests {

    private static final int SIZE = 1 << 16;
    /** 64*T1: nobody repeats a request for longer. */
    private static final int KEPT_SECONDS = 32;
    private static final long LOWER = 0xffff_ffffL;

    private final AtomicLongArray marks = new AtomicLongArray(SIZE);
    private final LongSupplier nanoClock;
    private volatile long last;
    private volatile boolean any;

    RefusedRequests(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    void remember(String branch) {
        long now = nanoClock.getAsLong();
        int hash = branch.hashCode();
        marks.lazySet(index(hash), (long) hash << Integer.SIZE | seconds(now) & LOWER);
        last = now;
        any = true;
    }

    /** Whether there is anything to be remembered at all, which spares the look at the branch. */
    boolean any() {
        return any && nanoClock.getAsLong() - last < TimeUnit.SECONDS.toNanos(KEPT_SECONDS);
    }

    boolean contains(String branch) {
        int hash = branch.hashCode();
        long mark = marks.get(index(hash));
        return mark != 0 && (int) (mark >> Integer.SIZE) == hash && (int) (seconds(nanoClock.getAsLong()) - mark) < KEPT_SECONDS;
    }

    private static int index(int hash) {
        return (hash ^ hash >>> Short.SIZE) & SIZE - 1;
    }

    private static long seconds(long nanos) {
        return TimeUnit.NANOSECONDS.toSeconds(nanos);
    }
}
