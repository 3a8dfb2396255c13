package org.calliope.ims.pcscf;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import javax.servlet.sip.SipSessionBindingEvent;
import javax.servlet.sip.SipSessionBindingListener;
import org.calliope.ims.element.Sweep;
import org.calliope.ims.node.Role;
import org.calliope.ims.sip.Headers;
import org.calliope.ims.trace.Decision;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.Trace;

/**
 * Answered calls of UEs that are reached by a flow alone (RFC 5626), by the connection, or address, which that is. When it ends, or its
 * keep-alives cease, and the UE is not back with another one in time, its access is lost and its calls end (TS 24.229 5.2.8.1.2).
 * A UE that sends no keep-alives though it was told to (RFC 5626 4.4) is not taken for one that has gone. Any thread.
 */
final class FlowCalls implements Sweep {

    private static final int UNAVAILABLE = 503;
    private static final String WHY = "the access of one of the two is lost";

    private final UeRegistrations registrations;
    private final Duration patience;
    private final Duration flowTimer;
    private final Trace trace;
    private final InstantSource time;
    private final Map<Origin, Flow> byOrigin = new ConcurrentHashMap<>();
    private final Queue<Lost> lost = new ConcurrentLinkedQueue<>();

    private record Lost(Origin origin, Instant due) {
    }

    private static final class Flow {
        private final Set<Ongoing> calls = ConcurrentHashMap.newKeySet(1);
        /** When the last keep-alive has come, null before the first. */
        private volatile Instant heard;
    }

    /** A call: attribute of its session, with which it leaves. */
    final class Ongoing implements SipSessionBindingListener {

        private final UeRegistration ue;
        private final Consumer<String> release;
        private final Join join;

        private Ongoing(UeRegistration ue, Consumer<String> release, Join join) {
            this.ue = ue;
            this.release = release;
            this.join = join;
        }

        @Override
        public void valueBound(SipSessionBindingEvent event) {
            byOrigin.compute(Origin.packet(ue.source()), (origin, known) -> {
                Flow flow = known == null ? new Flow() : known;
                flow.calls.add(this);
                return flow;
            });
        }

        @Override
        public void valueUnbound(SipSessionBindingEvent event) {
            forget();
        }

        private void forget() {
            byOrigin.computeIfPresent(Origin.packet(ue.source()), (origin, flow) -> {
                flow.calls.remove(this);
                return flow.calls.isEmpty() ? null : flow;
            });
        }

        /** Whether the UE is there by another flow than the one that has ended. */
        private boolean reachable(Instant now) {
            return registrations.of(ue.registered()).stream().anyMatch(one -> !one.over(now)
                    && one.outbound().instance().equals(ue.outbound().instance())
                    && !Origin.packet(one.source()).equals(Origin.packet(ue.source())));
        }
    }

    /**
     * @param patience  how long a UE may take to come back, 1s and more; zero: no call is released
     * @param flowTimer how often a UE was told to show that it is there, 1s and more; zero: it was not
     */
    FlowCalls(UeRegistrations registrations, Duration patience, Duration flowTimer, Trace trace, InstantSource time) {
        this.registrations = registrations;
        this.patience = patience;
        this.flowTimer = flowTimer;
        this.trace = trace;
        this.time = time;
    }

    /** Whether calls of this UE end with its flow: another one may well close a connection that it will open again. */
    boolean concern(UeRegistration ue) {
        return !patience.isZero() && ue.outbound().used();
    }

    /** @param release takes the value of Reason and ends the call for both sides */
    Ongoing call(UeRegistration ue, Consumer<String> release, Join join) {
        return new Ongoing(ue, release, join);
    }

    /** A connection has ended. Costs next to nothing when no call goes over it. */
    void ended(InetSocketAddress peer, String transport) {
        Origin origin = origin(peer, transport);
        if (byOrigin.containsKey(origin)) {
            lost.add(new Lost(origin, time.instant().plus(patience)));
        }
    }

    /** A UE has shown that it is there. Costs next to nothing when no call goes over that flow. */
    void keptAlive(InetSocketAddress peer, String transport) {
        Flow flow = byOrigin.get(origin(peer, transport));
        if (flow != null) {
            flow.heard = time.instant();
        }
    }

    private static Origin origin(InetSocketAddress peer, String transport) {
        return Origin.packet(new Source(peer.getAddress().getHostAddress(), peer.getPort(), transport, ""));
    }

    @Override
    public void sweep(Instant now) {
        for (Lost first = lost.peek(); first != null && !first.due().isAfter(now); first = lost.peek()) {
            lost.remove();
            Flow flow = byOrigin.get(first.origin());
            if (flow != null) {
                release(flow, now);
            }
        }
        if (!flowTimer.isZero()) {
            Instant silent = now.minus(flowTimer).minus(patience);
            byOrigin.values().stream().filter(flow -> flow.heard != null && !flow.heard.isAfter(silent)).forEach(flow -> release(flow, now));
        }
    }

    private void release(Flow flow, Instant now) {
        List.copyOf(flow.calls).stream().filter(call -> !call.reachable(now)).forEach(this::release);
    }

    private void release(Ongoing call) {
        call.forget();
        trace.decide(Decision.noted(Role.PCSCF, "release", Map.of("flow", call.ue.flow(), "source", call.ue.source().packet(), "why", WHY),
                "TS 24.229 5.2.8.1.2", call.join));
        call.release.accept(Headers.reason(UNAVAILABLE, WHY));
    }

    /** @return how many calls are held, for the test that nothing stays behind */
    int size() {
        return byOrigin.values().stream().mapToInt(flow -> flow.calls.size()).sum();
    }
}
