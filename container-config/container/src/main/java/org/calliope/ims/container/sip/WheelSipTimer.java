package org.calliope.ims.container.sip;

import gov.nist.javax.sip.SipStackImpl;
import gov.nist.javax.sip.stack.SIPStackTimerTask;
import gov.nist.javax.sip.stack.timers.SipTimer;
import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import io.netty.util.TimerTask;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transaction timers of RFC 3261 on a hashed wheel: every transaction starts one and cancels it half a second
 * later, which the stack's own timer pays for with a lock and a sorted queue. Made by the stack by name.
 */
public final class WheelSipTimer implements SipTimer {

    private static final Logger LOG = LoggerFactory.getLogger(WheelSipTimer.class);
    /** T1 is 500 ms; a retransmission may be this late. */
    private static final int TICK_MILLIS = 10;

    private HashedWheelTimer wheel;

    @Override
    public void start(SipStackImpl stack, Properties properties) {
        wheel = new HashedWheelTimer(SipTimers::daemon, TICK_MILLIS, TimeUnit.MILLISECONDS, 4096);
        wheel.start();
    }

    @Override
    public boolean schedule(SIPStackTimerTask task, long delay) {
        task.setSipTimerTask(wheel.newTimeout(t -> run(task), delay, TimeUnit.MILLISECONDS));
        return true;
    }

    @Override
    public boolean scheduleWithFixedDelay(SIPStackTimerTask task, long delay, long period) {
        Repetition repetition = new Repetition(task, period);
        task.setSipTimerTask(repetition);
        repetition.next(delay);
        return true;
    }

    @Override
    public boolean cancel(SIPStackTimerTask task) {
        Object scheduled = task.getSipTimerTask();
        task.cleanUpBeforeCancel();
        return scheduled instanceof Repetition repetition ? repetition.cancel()
            : scheduled instanceof Timeout timeout && timeout.cancel();
    }

    /**
     * Lets a task that is repeated run after some milliseconds, instead of when its turn comes, and then as often. One that
     * runs just now comes again after them.
     */
    public static void hasten(SIPStackTimerTask task, long millis) {
        if (task != null && task.getSipTimerTask() instanceof Repetition repetition) {
            repetition.hasten(millis);
        }
    }

    @Override
    public void stop() {
        wheel.stop();
        wheel = null;
    }

    @Override
    public boolean isStarted() {
        return wheel != null;
    }

    private static void run(SIPStackTimerTask task) {
        try {
            task.runTask();
        } catch (RuntimeException e) {
            // the wheel is one thread for all transactions: one that fails must not end it
            LOG.error("a transaction timer failed: {}", e.toString());
        }
    }

    private final class Repetition implements TimerTask {
        private final SIPStackTimerTask task;
        private long period;
        private boolean cancelled;
        private Timeout timeout;

        Repetition(SIPStackTimerTask task, long period) {
            this.task = task;
            this.period = period;
        }

        synchronized void next(long delay) {
            HashedWheelTimer running = wheel;
            if (running != null && !cancelled) {
                timeout = running.newTimeout(this, delay, TimeUnit.MILLISECONDS);
            }
        }

        @Override
        public void run(Timeout due) {
            if (!isCancelled()) {
                WheelSipTimer.run(task);
                next(period());
            }
        }

        private synchronized boolean isCancelled() {
            return cancelled;
        }

        private synchronized long period() {
            return period;
        }

        synchronized void hasten(long millis) {
            period = millis;
            if (timeout != null && timeout.cancel()) {
                next(millis);
            }
        }

        synchronized boolean cancel() {
            cancelled = true;
            return timeout != null && timeout.cancel();
        }
    }
}
