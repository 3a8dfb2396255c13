package org.calliope.ims.hss.cx;

import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import org.calliope.ims.cx.ResultCode;

/** Repeats a procedure that was overtaken: it reads, decides and writes again from the new state. */
final class Attempts {

    private static final int LIMIT = 50;
    /**
     * Attempts before the next one is put off, each longer, and by what an attempt takes, so that of many at once each gets its turn
     * on a slow database too.
     */
    private static final int AT_ONCE = 3;
    private static final long PAUSE_NANOS = 1_000_000;
    private static final long LONGEST_PAUSE_NANOS = 100_000_000;

    private Attempts() {
    }

    /** The first answer there is; an empty one means that somebody else changed the subscription in between. */
    static <T> T firstOf(Supplier<Optional<T>> attempt, Findings findings) {
        for (int i = 0; i < LIMIT; i++) {
            long begun = System.nanoTime();
            Optional<T> answer = attempt.get();
            if (answer.isPresent()) {
                return answer.get();
            }
            if (i >= AT_ONCE) {
                long took = System.nanoTime() - begun;
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(Math.min(i * (PAUSE_NANOS + took), LONGEST_PAUSE_NANOS)));
            }
        }
        throw findings.refuse(ResultCode.UNABLE_TO_COMPLY, "concurrent change", "5",
                "the subscription was changed by others " + LIMIT + " times while this was decided");
    }
}
