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
 * Answered calls of UEs that are reached by a flow alone (RFC 5626), by the connection which that is. When it ends, and the UE is
 * not back with another one in time, its access is lost and its calls end (TS 24.229 5.2.8.1.2). Any thread.
 */
final class FlowCalls implements Sweep {

    private static final int UNAVAILABLE = 503;
    private static final String WHY = "the access of one of the two is lost";

    private final UeRegistrations registrations;
    private final Duration patience;
    private final Trace trace;
    private final InstantSource time;
    private final Map<String, Set<Ongoing>> byOrigin = new ConcurrentHashMap<>();
    private final Queue<Lost> lost = new ConcurrentLinkedQueue<>();

    private record Lost(String origin, Instant due) {
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
            byOrigin.computeIfAbsent(ue.source().packet(), origin -> ConcurrentHashMap.newKeySet(1)).add(this);
        }

        @Override
        public void valueUnbound(SipSessionBindingEvent event) {
            byOrigin.computeIfPresent(ue.source().packet(), (origin, calls) -> calls.remove(this) && calls.isEmpty() ? null : calls);
        }

        /** Whether the UE is there by another flow than the one that has ended. */
        private boolean reachable(Instant now) {
            return registrations.of(ue.registered()).stream().anyMatch(one -> !one.over(now)
                    && one.outbound().instance().equals(ue.outbound().instance()) && !one.source().packet().equals(ue.source().packet()));
        }
    }

    /** @param patience how long a UE may take to come back, 1s and more; zero: no call is released */
    FlowCalls(UeRegistrations registrations, Duration patience, Trace trace, InstantSource time) {
        this.registrations = registrations;
        this.patience = patience;
        this.trace = trace;
        this.time = time;
    }

    /** Whether calls of this UE end with its flow: another one may well close a connection that it will open again. */
    boolean concern(UeRegistration ue) {
        return !patience.isZero() && ue.outbound().used() && !ue.source().transport().equals("udp");
    }

    /** @param release takes the value of Reason and ends the call for both sides */
    Ongoing call(UeRegistration ue, Consumer<String> release, Join join) {
        return new Ongoing(ue, release, join);
    }

    /** A connection has ended. Costs next to nothing when no call goes over it. */
    void ended(InetSocketAddress peer, String transport) {
        String origin = new Source(peer.getAddress().getHostAddress(), peer.getPort(), transport, "").packet();
        if (byOrigin.containsKey(origin)) {
            lost.add(new Lost(origin, time.instant().plus(patience)));
        }
    }

    @Override
    public void sweep(Instant now) {
        for (Lost first = lost.peek(); first != null && !first.due().isAfter(now); first = lost.peek()) {
            lost.remove();
            List.copyOf(byOrigin.getOrDefault(first.origin(), Set.of())).stream().filter(call -> !call.reachable(now)).forEach(this::release);
        }
    }

    private void release(Ongoing call) {
        trace.decide(Decision.noted(Role.PCSCF, "release", Map.of("flow", call.ue.flow(), "source", call.ue.source().packet(), "why", WHY),
                "TS 24.229 5.2.8.1.2", call.join));
        call.release.accept(Headers.reason(UNAVAILABLE, WHY));
    }

    /** @return how many calls are held, for the test that nothing stays behind */
    int size() {
        return byOrigin.values().stream().mapToInt(Set::size).sum();
    }
}
