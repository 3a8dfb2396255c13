package org.calliope.ims.container.sip;

import gov.nist.javax.sip.ThreadAffinityTask;
import gov.nist.javax.sip.stack.LeanUdpProcessor;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows whether the server can keep up. How long messages wait is found out by sending some of our own the same way:
 * through the sockets, and to the threads that take messages from one application to the next. Any thread.
 */
final class Overload {

    /** Counter of requests turned away. */
    static final String REFUSED = "sip.overload.refused";
    /** Gauge of new requests let in a second, infinite while there is no limit. */
    static final String RATE = "sip.overload.rate";
    /** Gauge of the wait that was last measured, in seconds. */
    static final String WAIT = "sip.overload.wait";

    private static final Logger LOG = LoggerFactory.getLogger(Overload.class);
    private static final long LOOK_MILLIS = 50;
    private static final long RELIEVE_MILLIS = 10;

    private final Admission admission;
    private final Counter refused;
    private volatile long queued;
    private volatile long threadWait;
    private volatile long lastWait;
    private int next;
    private boolean limited;

    /** @param target the longest wait that is well; zero never refuses */
    Overload(Duration target, MeterRegistry meters) {
        this.admission = new Admission(target, System::nanoTime);
        this.refused = meters.counter(REFUSED);
        Gauge.builder(RATE, admission, Admission::rate).register(meters);
        Gauge.builder(WAIT, this, o -> o.lastWait / 1e9).baseUnit("seconds").register(meters);
    }

    /** Looks from now on. */
    void start(ScheduledExecutorService executor, Executor threads, List<LeanUdpProcessor> sockets) {
        // not at a fixed rate: after a pause the looks that were missed would be done at once, and all see the same wait
        executor.scheduleWithFixedDelay(() -> look(threads, sockets), LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        executor.scheduleAtFixedRate(() -> sockets.forEach(LeanUdpProcessor::relieve), RELIEVE_MILLIS, RELIEVE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look(Executor threads, List<LeanUdpProcessor> sockets) {
        long now = System.nanoTime();
        // one that is still on its way has waited for so long at least
        long since = queued;
        long wait = Math.max(threadWait, since == 0 ? 0 : now - since);
        for (LeanUdpProcessor socket : sockets) {
            wait = Math.max(wait, socket.waited());
        }
        lastWait = wait;
        admission.look(wait);
        tell();
        if (since == 0) {
            queued = now;
            threads.execute(new Probe(next++));
        }
        sockets.forEach(LeanUdpProcessor::probe);
    }

    /** A beginning and an end are worth a line each. */
    private void tell() {
        boolean now = admission.limits();
        if (now != limited) {
            limited = now;
            LOG.warn(now ? "overload: messages wait {} ms for a thread; new requests get 503 until they do not"
                : "overload is over: messages wait {} ms for a thread", TimeUnit.NANOSECONDS.toMillis(lastWait));
        }
    }

    /** Waits in line with the messages of one call after the other. */
    private final class Probe implements ThreadAffinityTask {

        private final int line;

        Probe(int line) {
            this.line = line;
        }

        @Override
        public Object getThreadHash() {
            return line;
        }

        @Override
        public void run() {
            threadWait = System.nanoTime() - queued;
            queued = 0;
        }
    }

    /**
     * @param begun the request goes on with what an earlier one began
     * @param known asked only when it matters: whether a transaction has the request already
     * @return whether a new request may go on to an application
     */
    boolean admits(boolean begun, BooleanSupplier known) {
        if (admission.limits() && known.getAsBoolean() || admission.admits(begun)) {
            return true;
        }
        refused.increment();
        return false;
    }

    /** How long messages waited for a thread when it was last measured. */
    long waitMillis() {
        return TimeUnit.NANOSECONDS.toMillis(lastWait);
    }
}
