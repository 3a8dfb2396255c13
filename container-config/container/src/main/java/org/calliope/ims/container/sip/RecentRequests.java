package org.calliope.ims.container.sip;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/**
 * Requests of a while ago, by their branch, for as long as they may come again. A table of fixed size in which a new entry
 * takes the place of an old one; another request is hardly ever taken for one that is in it. Any thread.
 */
final class RecentRequests {

    private static final int SIZE = 1 << 16;
    /** 64*T1: nobody repeats a request for longer. */
    private static final int KEPT_SECONDS = 32;
    private static final long LOWER = 0xffff_ffffL;

    private final AtomicLongArray marks = new AtomicLongArray(SIZE);
    private final LongSupplier nanoClock;
    private volatile long last;
    private volatile boolean any;

    RecentRequests(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    void remember(String branch) {
        long now = nanoClock.getAsLong();
        long hash = Fnv.hash(branch);
        marks.lazySet(index(hash), hash & ~LOWER | seconds(now) & LOWER);
        last = now;
        any = true;
    }

    /** Whether there is anything to be remembered at all, which spares the look at the branch. */
    boolean any() {
        return any && nanoClock.getAsLong() - last < TimeUnit.SECONDS.toNanos(KEPT_SECONDS);
    }

    boolean contains(String branch) {
        long hash = Fnv.hash(branch);
        long mark = marks.get(index(hash));
        return mark != 0 && ((mark ^ hash) & ~LOWER) == 0 && (int) (seconds(nanoClock.getAsLong()) - mark) < KEPT_SECONDS;
    }

    private static int index(long hash) {
        return (int) (hash ^ hash >>> Short.SIZE) & SIZE - 1;
    }

    private static long seconds(long nanos) {
        return TimeUnit.NANOSECONDS.toSeconds(nanos);
    }
}
