package org.calliope.ims.container.sip;

import gov.nist.javax.sip.stack.MessageGate;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
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
 * Turns requests away before they are parsed: from addresses that are shut out or send too much, and new ones while the
 * server can not keep up. The answer is 503 with Retry-After (RFC 3261 21.5.4), without a transaction, so that saying no
 * costs next to nothing. Emergency requests, requests within a dialog, what belongs to a transaction and all
 * responses pass. Any thread.
 */
final class Gate implements MessageGate {

    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);
    private static final int TRACED_A_SECOND = 10;
    private static final int LONGEST_RETRY_SECONDS = 5;
    private static final String EMERGENCY = "urn:service:sos";

    private final Sources sources;
    private final Overload overload;
    private final Predicate<String> known;
    private final Trace trace;
    private final Map<String, Role> roles;
    private final TextBudget traced = new TextBudget(TRACED_A_SECOND);
    /** RFC 3261 8.2.7: who keeps no state gives the same tag again; an ACK that carries it needs no look-up. */
    private final String tag = UUID.randomUUID().toString().substring(0, 8);

    /**
     * @param known whether the transaction with this branch is one the server has or just had
     * @param roles which element listens at an address, {@code host:port}
     */
    Gate(Sources sources, Overload overload, Predicate<String> known, Trace trace, Map<String, Role> roles) {
        this.sources = sources;
        this.overload = overload;
        this.known = known;
        this.trace = trace;
        this.roles = roles;
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
        if (!dialog.isEmpty() || glance.is(Request.ACK)) {
            return !(glance.is(Request.ACK) && dialog.equals(tag));
        }
        if (emergency(glance)) {
            return true;
        }
        return switch (sources.request(from, glance)) {
            case DROP -> false;
            case REFUSE -> turnedAway(glance, refusal("your address sends too many requests", "source-rate", Map.of()),
                here, from, fromPort, reply);
            case PASS -> overload.admits(glance.value(Headers.AUTHORIZATION, Headers.AUTHORIZATION).isPresent(),
                () -> known.test(glance.branch()))
                || turnedAway(glance, refusal("the server is overloaded, try again in a while", "overload",
                Map.of("wait ms", Long.toString(overload.waitMillis()))), here, from, fromPort, reply);
        };
    }

    private static boolean emergency(Glance request) {
        return request.requestUri().toLowerCase(Locale.ROOT).startsWith(EMERGENCY);
    }

    private static SipRefusal refusal(String reason, String rule, Map<String, String> values) {
        return new SipRefusal(Response.SERVICE_UNAVAILABLE, reason, rule, "RFC 3261 21.5.4", values);
    }

    /** @return false, as what was turned away is not admitted; what can not be answered is left to the parser */
    private boolean turnedAway(Glance request, SipRefusal refusal, String here, InetAddress from, int fromPort, Reply reply) {
        String callId = request.value("Call-ID", "i").orElse("");
        // those who were turned away must not all come back at once
        int seconds = 1 + Math.floorMod(callId.hashCode(), LONGEST_RETRY_SECONDS);
        Optional<TurnedAway.Answer> answer = TurnedAway.answer(request, refusal, seconds, tag, here, from, fromPort);
        if (answer.isEmpty()) {
            return true;
        }
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
