package org.calliope.ims.hss.store;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Group commit: whoever waits gets a flush that began after it came, and all who came while one was under way share the
 * next. Any thread.
 */
final class GroupSync {

    private final Runnable flush;
    private final ReentrantLock flushing = new ReentrantLock();
    private final AtomicLong begun = new AtomicLong();
    private volatile long ended;

    GroupSync(Runnable flush) {
        this.flush = flush;
    }

    /** Returns when a flush that began after this call is done; what it throws reaches who made it and the rest try. */
    void await() {
        long needed = begun.get() + 1;
        if (ended >= needed) {
            return;
        }
        flushing.lock();
        try {
            if (ended < needed) {
                long number = begun.incrementAndGet();
                flush.run();
                ended = number;
            }
        } finally {
            flushing.unlock();
        }
    }
}
