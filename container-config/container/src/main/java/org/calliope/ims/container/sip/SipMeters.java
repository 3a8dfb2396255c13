package org.calliope.ims.container.sip;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ThreadPoolExecutor;
import org.mobicents.servlet.sip.core.SipContext;
import org.mobicents.servlet.sip.core.SipApplicationDispatcher;

/** What the SIP side has in hand, as gauges: transactions, work that waits for a thread, sessions of each application. */
final class SipMeters {

    private final SipApplicationDispatcher dispatcher;
    private final MultiGauge sessions;
    private final MultiGauge applicationSessions;

    SipMeters(ConvergedSipStack stack, SipApplicationDispatcher dispatcher, MeterRegistry meters) {
        this.dispatcher = dispatcher;
        this.sessions = MultiGauge.builder("sip.sessions").description("SIP sessions").register(meters);
        this.applicationSessions = MultiGauge.builder("sip.application.sessions")
            .description("SIP application sessions").register(meters);
        Gauge.builder("sip.transactions", stack, ConvergedSipStack::getServerTransactionTableSize).tag("side", "server")
            .description("Transactions that run").register(meters);
        Gauge.builder("sip.transactions", stack, ConvergedSipStack::getClientTransactionTableSize).tag("side", "client")
            .description("Transactions that run").register(meters);
        pool("work", (ThreadPoolExecutor) dispatcher.getAsynchronousExecutor(), meters);
        pool("scheduled", (ThreadPoolExecutor) dispatcher.getAsynchronousScheduledExecutor(), meters);
    }

    private static void pool(String name, ThreadPoolExecutor pool, MeterRegistry meters) {
        Gauge.builder("sip.pool.queue", pool, p -> p.getQueue().size()).tag("pool", name)
            .description("Work that waits for a thread, or for its time").register(meters);
        Gauge.builder("sip.pool.active", pool, ThreadPoolExecutor::getActiveCount).tag("pool", name)
            .description("Threads at work").register(meters);
    }

    /** Looks at the applications that are deployed now. */
    synchronized void update() {
        List<MultiGauge.Row<?>> sip = new ArrayList<>();
        List<MultiGauge.Row<?>> application = new ArrayList<>();
        for (Iterator<SipContext> all = dispatcher.findSipApplications(); all.hasNext();) {
            SipContext context = all.next();
            Tags tags = Tags.of("application", context.getApplicationName());
            sip.add(MultiGauge.Row.of(tags, context.getSipManager().getActiveSipSessions()));
            application.add(MultiGauge.Row.of(tags, context.getSipManager().getActiveSipApplicationSessions()));
        }
        sessions.register(sip, true);
        applicationSessions.register(application, true);
    }
}
