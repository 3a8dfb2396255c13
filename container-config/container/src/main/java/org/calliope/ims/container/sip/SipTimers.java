package org.calliope.ims.container.sip;

import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import java.lang.ref.WeakReference;
import java.util.TimerTask;
import java.util.concurrent.TimeUnit;
import org.calliope.ims.container.message.BranchTimer;
import org.mobicents.servlet.sip.core.session.MobicentsSipApplicationSession;
import org.mobicents.servlet.sip.core.timers.ProxyTimerService;
import org.mobicents.servlet.sip.core.timers.SipApplicationSessionTimerService;
import org.mobicents.servlet.sip.core.timers.SipApplicationSessionTimerTask;
import org.mobicents.servlet.sip.core.timers.StandardSasTimerTask;

/**
 * The timers of proxy branches and application sessions on one hashed wheel.
 *
 * <p>The SIP core cancels few of the timers of branches. One that held its branch would hold every message of the call for
 * minutes, so the wheel holds the task weakly: a branch nobody else knows any more has nothing left to time out.
 */
final class SipTimers {

    /** Proxy and session timeouts are in seconds; a tenth is exact enough. */
    private static final int TICK_MILLIS = 10;

    private final HashedWheelTimer wheel =
        new HashedWheelTimer(SipTimers::daemon, TICK_MILLIS, TimeUnit.MILLISECONDS, 2048);

    static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "sip-timers");
        thread.setDaemon(true);
        return thread;
    }

    void stop() {
        wheel.stop();
    }

    /** For {@code SipContext.getProxyTimerService}. */
    final class Proxies implements ProxyTimerService {
        @Override
        public void schedule(TimerTask task, long milliseconds) {
            WeakReference<TimerTask> held = new WeakReference<>(task);
            Timeout timeout = wheel.newTimeout(t -> {
                TimerTask due = held.get();
                if (due != null) {
                    due.run();
                }
            }, milliseconds, TimeUnit.MILLISECONDS);
            if (task instanceof BranchTimer timer) {
                timer.waits(timeout::cancel);
            }
        }

        @Override
        public void cancel(TimerTask task) {
            task.cancel();
        }

        @Override
        public void start() { }

        @Override
        public void stop() { }

        @Override
        public boolean isStarted() {
            return true;
        }
    }

    /** For {@code SipContext.getSipApplicationSessionTimerService}. */
    final class Sessions implements SipApplicationSessionTimerService {
        @Override
        public SipApplicationSessionTimerTask createSipApplicationSessionTimerTask(MobicentsSipApplicationSession session) {
            return new Expiry(session);
        }

        @Override
        public SipApplicationSessionTimerTask schedule(SipApplicationSessionTimerTask task, long delay, TimeUnit unit) {
            Expiry expiry = (Expiry) task;
            expiry.timeout = wheel.newTimeout(t -> expiry.run(), delay, unit);
            return expiry;
        }

        @Override
        public boolean cancel(SipApplicationSessionTimerTask task) {
            Expiry expiry = (Expiry) task;
            expiry.cancel();
            return expiry.timeout != null && expiry.timeout.cancel();
        }

        @Override
        public void start() { }

        @Override
        public void stop() { }

        @Override
        public boolean isStarted() {
            return true;
        }
    }

    /** The core's expiry task with its place on the wheel. */
    private static final class Expiry extends StandardSasTimerTask {
        private volatile Timeout timeout;

        Expiry(MobicentsSipApplicationSession session) {
            super(session);
        }
    }
}
