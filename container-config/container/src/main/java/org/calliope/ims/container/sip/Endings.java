package org.calliope.ims.container.sip;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.calliope.ims.node.RareLog;
import org.slf4j.LoggerFactory;

/**
 * What is to be done when transactions and sessions are over. None of it is urgent and there is some for every message
 * hop, so it is done in batches on one thread, which wakes a few times a second whatever the load. Any thread may add.
 */
final class Endings {

    private static final long EVERY_MILLIS = 20;

    private final RareLog log = new RareLog(LoggerFactory.getLogger(Endings.class), Duration.ofSeconds(1));
    private final Queue<Runnable> now = new ConcurrentLinkedQueue<>();
    private final Queue<Late> late = new ConcurrentLinkedQueue<>();

    private record Late(long due, Runnable work) { }

    void start(ScheduledExecutorService executor) {
        executor.scheduleWithFixedDelay(this::run, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** With the next batch. */
    void add(Runnable work) {
        now.add(work);
    }

    /** Some time after the next batch; everybody waits equally long. */
    void addLate(Runnable work, long millis) {
        late.add(new Late(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis), work));
    }

    private void run() {
        for (Runnable work = now.poll(); work != null; work = now.poll()) {
            attempt(work);
        }
        long time = System.nanoTime();
        for (Late next = late.peek(); next != null && next.due() - time <= 0; next = late.peek()) {
            late.poll();
            attempt(next.work());
        }
    }

    private void attempt(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            // the thread's edge: one session that can not be ended must not keep the others
            log.warn("a session did not end: " + e, e);
        }
    }
}
