package org.calliope.ims.bench.load;

import java.util.ArrayList;
import java.util.List;

/** Timers in steps of 10 ms, up to five minutes ahead. Nothing is ever taken out: what is over does nothing. One thread. */
final class Wheel {

    private static final long STEP = 10_000_000L;
    private static final int SLOTS = 1 << 15;

    private final List<List<Runnable>> slots = new ArrayList<>(SLOTS);
    private long at;

    Wheel(long now) {
        at = now / STEP;
        for (int i = 0; i < SLOTS; i++) {
            slots.add(new ArrayList<>());
        }
    }

    /** @param nanos from now on; cut at 327 s */
    void after(long now, long nanos, Runnable work) {
        long slot = Math.min(Math.max((now + nanos) / STEP, at + 1), at + SLOTS - 1);
        slots.get((int) (slot % SLOTS)).add(work);
    }

    void advance(long now) {
        while (at < now / STEP) {
            at++;
            int slot = (int) (at % SLOTS);
            List<Runnable> due = slots.get(slot);
            if (!due.isEmpty()) {
                slots.set(slot, new ArrayList<>());
                due.forEach(Runnable::run);
            }
        }
    }
}
