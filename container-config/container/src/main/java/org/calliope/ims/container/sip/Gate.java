package org.calliope.ims.container.sip;

import gov.nist.javax.sip.stack.MessageGate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.calliope.ims.container.raw.EarlyAnswer;
import org.calliope.ims.container.raw.Glance;
import org.calliope.ims.node.Role;
import org.calliope.ims.sip.Headers;
import org.calliope.ims.sip.SipRefusal;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.Trace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns requests away before they are parsed: from addresses that are shut out or send too much, and new ones while the
 * server can not keep up, is about to end or not there yet. The answer is 503 with Retry-After (RFC 3261 21.5.4), without
 * a transaction, so that saying no costs next to nothing. Emergency requests, requests within a dialog, what belongs to a
 * transaction and all responses pass. Any thread.
 */
final class Gate implements MessageGate {

    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);
    private static final int TRACED_A_SECOND = 10;
    private static final int LONGEST_RETRY_SECONDS = 5;
    /** About what a restart takes. */
    private static final int RESTART_SECONDS = 30;
    private static final String EMERGENCY = "urn:service:sos";

    private final Sources sources;
    private final Overload overload;
    private final Predicate<Glance> known;
    private final Trace trace;
    private final Map<String, Role> roles;
    /** When one of them comes again it gets the same answer (RFC 3261 8.2.7): nobody's telephone rings for a call that was given up. */
    private final RecentRequests refused = new RecentRequests(System::nanoTime);
    /** When one of them comes again before its transaction is there it is not refused: a request has one answer. */
    private final RecentRequests admitted = new RecentRequests(System::nanoTime);
    private volatile Predicate<String> admittedUris = uri -> false;
    private volatile BiConsumer<InetSocketAddress, String> keptAlive = (peer, transport) -> { };
    private volatile boolean open;
    private volatile boolean draining;
    private final TextBudget traced = new TextBudget(TRACED_A_SECOND);

    /**
     * @param known whether a request belongs to a transaction the server has or just had
     * @param roles which element listens at an address, {@code host:port}
     */
    Gate(Sources sources, Overload overload, Predicate<Glance> known, Trace trace, Map<String, Role> roles) {
        this.sources = sources;
        this.overload = overload;
        this.known = known;
        this.trace = trace;
        this.roles = roles;
    }

    /** The applications are there. */
    void open() {
        open = true;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    /** {@link org.calliope.ims.node.ContainerExtensions#ADMIT}. */
    void admit(Predicate<String> requestUris) {
        admittedUris = requestUris;
    }

    /** {@link org.calliope.ims.node.ContainerExtensions#FLOW_KEPT_ALIVE}. */
    void whenKeptAlive(BiConsumer<InetSocketAddress, String> listener) {
        keptAlive = listener;
    }

    @Override
    public void keptAlive(InetSocketAddress peer, String transport) {
        keptAlive.accept(peer, transport);
    }

    /** The server is about to end: new work is turned away from now on. */
    void drain() {
        draining = true;
    }

    @Override
    public boolean admits(byte[] message, int length, String here, InetAddress from, int fromPort, Reply reply) {
        if (sources.shutOut(from)) {
            return false;
        }
        Glance glance = new Glance(message, length);
        if (!glance.isRequest() || glance.is(Request.CANCEL)) {
            return true;
        }
        String dialog = glance.toTag();
        boolean ack = glance.is(Request.ACK);
        if (!open) {
            return !ack && turnedAway(glance, refusal("the server is starting", "start", Map.of()), here, from, fromPort, reply);
        }
        if (!dialog.isEmpty() || ack) {
            return !(ack && dialog.equals(EarlyAnswer.TAG));
        }
        if (emergency(glance)) {
            return true;
        }
        if (draining && !known.test(glance)) {
            return turnedAway(glance, refusal("the server is going down", "drain", Map.of()), here, from, fromPort, reply);
        }
        return switch (sources.request(from, glance)) {
            case DROP -> false;
            case REFUSE -> turnedAway(glance, refusal("your address sends too many requests", "source-rate", Map.of()),
                here, from, fromPort, reply);
            case PASS -> passes(glance) || turnedAway(glance, refusal("the server is overloaded, try again in a while", "overload",
                Map.of("wait ms", Long.toString(overload.waitMillis()))), here, from, fromPort, reply);
        };
    }

    /** RFC 3261 25.1 hostport: an IPv6 address has brackets. */
    private static String hostPort(String here) {
        int colon = here.lastIndexOf(':');
        return here.indexOf(':') == colon ? here : '[' + here.substring(0, colon) + ']' + here.substring(colon);
    }

    /** The first REGISTER of an IMS phone has an Authorization too, with an empty nonce (TS 24.229 5.1.1.2). */
    static boolean answersChallenge(Glance request) {
        return request.value(Headers.AUTHORIZATION, Headers.AUTHORIZATION).filter(v -> v.contains("nonce=\"") && !v.contains("nonce=\"\"")).isPresent();
    }

    private boolean passes(Glance request) {
        String branch = request.branch();
        boolean passes = !(refused.any() && refused.contains(branch))
            && overload.admits(answersChallenge(request), () -> admitted.contains(branch) || known.test(request));
        if (passes) {
            admitted.remember(branch);
        }
        return passes;
    }

    private boolean emergency(Glance request) {
        String uri = request.requestUri();
        return uri.regionMatches(true, 0, EMERGENCY, 0, EMERGENCY.length()) || admittedUris.test(uri);
    }

    private static SipRefusal refusal(String reason, String rule, Map<String, String> values) {
        return new SipRefusal(Response.SERVICE_UNAVAILABLE, reason, rule, "RFC 3261 21.5.4", values);
    }

    /** @return false, as what was turned away is not admitted; what can not be answered is left to the parser */
    private boolean turnedAway(Glance request, SipRefusal refusal, String here, InetAddress from, int fromPort, Reply reply) {
        String callId = request.callId();
        // those who were turned away must not all come back at once
        int seconds = draining ? RESTART_SECONDS : 1 + Math.floorMod(callId.hashCode(), LONGEST_RETRY_SECONDS);
        Optional<EarlyAnswer> answer = EarlyAnswer.to(request, refusal.status() + " Service Unavailable", List.of(
            Headers.RETRY_AFTER + ": " + seconds, Headers.REASON + ": " + Headers.reason(refusal),
            Headers.WARNING + ": " + Headers.warning(hostPort(here), refusal)), from, fromPort);
        if (answer.isEmpty()) {
            return true;
        }
        refused.remember(request.branch());
        Role role = roles.get(here);
        if (role != null && traced.take()) {
            trace.decide(refusal.decision(role, Join.callId(callId)));
        }
        try {
            reply.send(answer.get().bytes(), answer.get().port());
        } catch (IOException e) {
            LOG.debug("503 not sent: {}", e.toString());
        }
        return false;
    }
}
