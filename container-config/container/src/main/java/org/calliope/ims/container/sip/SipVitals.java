package org.calliope.ims.container.sip;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.locks.LockSupport;
import org.mobicents.servlet.sip.core.SipApplicationDispatcher;

/** What an operator watches of the SIP side, and how it is brought to rest. Any thread. */
public final class SipVitals {

    private static final long DRAIN_LOOK_NANOS = 20_000_000;

    private final ConvergedSipStack stack;
    private final SipMeters meters;
    private final Pulse pulse;

    SipVitals(ConvergedSipStack stack, SipApplicationDispatcher dispatcher, MeterRegistry registry) {
        this.stack = stack;
        this.meters = new SipMeters(stack, dispatcher, registry);
        this.pulse = new Pulse(System::nanoTime, stack::waited);
    }

    void start(ScheduledExecutorService executor) {
        pulse.start(executor);
    }

    /** How long nothing has been read from the sockets. */
    public Duration still() {
        return pulse.still();
    }

    /** Brings the gauges of what each application has up to date. */
    public void updateMeters() {
        meters.update();
    }

    /**
     * From now on new requests from outside get 503; returns when no transaction runs any more, or at the limit. What
     * has a dialog here goes on being served.
     *
     * @return transactions that still run
     */
    public int drain(Duration limit) {
        stack.drain();
        long end = System.nanoTime() + limit.toNanos();
        while (running() > 0 && end - System.nanoTime() > 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(DRAIN_LOOK_NANOS);
        }
        return running();
    }

    private int running() {
        return stack.getServerTransactionTableSize() + stack.getClientTransactionTableSize();
    }
}
