package org.calliope.ims.container.sip;

import gov.nist.javax.sip.ThreadAffinityTask;
import gov.nist.javax.sip.header.HeaderFactoryImpl;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.LeanUdpProcessor;
import gov.nist.javax.sip.stack.MessageChannel;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.calliope.ims.node.Role;
import org.calliope.ims.sip.Headers;
import org.calliope.ims.sip.SipRefusal;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.Trace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns new work away while the server can not keep up: 503 with Retry-After (RFC 3261 21.5.4), without a transaction,
 * so that saying no stays cheap. Emergency requests, requests within a dialog and all responses pass. How long messages
 * wait is found out by sending some of our own the same way: through the sockets, and to the threads that take messages
 * from one application to the next. Any thread.
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
    private static final int TRACED_A_SECOND = 10;
    private static final int LONGEST_RETRY_SECONDS = 5;
    private static final String EMERGENCY = "urn:service:sos";
    private static final HeaderFactoryImpl HEADERS = new HeaderFactoryImpl();

    private final Admission admission;
    private final Trace trace;
    private final Map<String, Role> roles;
    private final Counter refused;
    private final TextBudget traced = new TextBudget(TRACED_A_SECOND);
    /** RFC 3261 8.2.7: who keeps no state gives the same tag again; an ACK that carries it needs no look-up. */
    private final String tag = UUID.randomUUID().toString().substring(0, 8);
    private volatile long queued;
    private volatile long threadWait;
    private volatile long lastWait;
    private int next;
    private boolean limited;

    /** @param roles which element listens at an address, {@code host:port} */
    Overload(Duration target, Trace trace, Map<String, Role> roles, MeterRegistry meters) {
        this.admission = new Admission(target, System::nanoTime);
        this.trace = trace;
        this.roles = roles;
        this.refused = meters.counter(REFUSED);
        Gauge.builder(RATE, admission, Admission::rate).register(meters);
        Gauge.builder(WAIT, this, o -> o.lastWait / 1e9).baseUnit("seconds").register(meters);
    }

    /** Looks from now on. */
    void start(ScheduledExecutorService executor, Executor threads, List<LeanUdpProcessor> sockets) {
        executor.scheduleAtFixedRate(() -> look(threads, sockets), LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
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
     * @param request        from outside this server
     * @param retransmission asked only when it matters: whether a transaction has the request already
     * @return whether it has been turned away, or is the ACK for that
     */
    boolean refuses(SIPRequest request, MessageChannel channel, BooleanSupplier retransmission) {
        if (Request.ACK.equals(request.getMethod())) {
            return tag.equals(request.getToTag());
        }
        if (request.getToTag() != null || Request.CANCEL.equals(request.getMethod()) || emergency(request)
            || admission.limits() && retransmission.getAsBoolean()
            || admission.admits(request.getAuthorization() != null)) {
            return false;
        }
        refused.increment();
        refuse(request, channel);
        return true;
    }

    private static boolean emergency(SIPRequest request) {
        return request.getRequestURI().toString().toLowerCase(Locale.ROOT).startsWith(EMERGENCY);
    }

    private void refuse(SIPRequest request, MessageChannel channel) {
        String here = channel.getHost() + ':' + channel.getPort();
        // those who were turned away must not all come back at once
        int seconds = 1 + Math.floorMod(request.getCallId().getCallId().hashCode(), LONGEST_RETRY_SECONDS);
        SipRefusal refusal = new SipRefusal(Response.SERVICE_UNAVAILABLE, "the server is overloaded, try again in a while",
            "overload", "RFC 3261 21.5.4", Map.of("wait ms", Long.toString(TimeUnit.NANOSECONDS.toMillis(lastWait)),
            Headers.RETRY_AFTER, Integer.toString(seconds)));
        Role role = roles.get(here);
        if (role != null && traced.take()) {
            trace.decide(refusal.decision(role, Join.callId(request.getCallId().getCallId())));
        }
        try {
            SIPResponse response = request.createResponse(refusal.status());
            response.getTo().setTag(tag);
            response.setHeader(HEADERS.createHeader(Headers.RETRY_AFTER, Integer.toString(seconds)));
            response.setHeader(HEADERS.createHeader(Headers.REASON, Headers.reason(refusal)));
            response.setHeader(HEADERS.createHeader(Headers.WARNING, Headers.warning(here, refusal)));
            channel.sendMessage(response);
        } catch (IOException | ParseException e) {
            LOG.debug("503 not sent: {}", e.toString());
        }
    }
}
