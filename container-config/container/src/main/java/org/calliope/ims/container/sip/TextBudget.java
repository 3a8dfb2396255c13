package org.calliope.ims.container.sip;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** So many message texts a second, counted in whole seconds of the monotonic clock. Any thread. */
final class TextBudget {

    private static final long SECOND = 1_000_000_000L;

    private final int perSecond;
    private final AtomicLong second = new AtomicLong();
    private final AtomicInteger taken = new AtomicInteger();

    TextBudget(int perSecond) {
        this.perSecond = perSecond;
    }

    boolean take() {
        long now = System.nanoTime() / SECOND;
        long before = second.get();
        if (now != before && second.compareAndSet(before, now)) {
            taken.set(0);
        }
        return taken.get() < perSecond && taken.incrementAndGet() <= perSecond;
    }
}
