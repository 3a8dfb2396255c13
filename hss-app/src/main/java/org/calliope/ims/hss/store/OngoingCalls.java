package org.calliope.ims.hss.store;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.calliope.ims.charging.ChargingRecord;
import org.calliope.ims.charging.ChargingRecord.Side;
import org.calliope.ims.node.Node;

/** Calls in progress at this node's S-CSCF, as people see and end them. Any thread. */
public final class OngoingCalls {

    private final Node node;
    private final Provisioning provisioning;
    private final Clock clock;

    /**
     * A call, be both its users served here or one of them.
     *
     * @param icid    its name, the same on each hop
     * @param callId  on the caller's side, as far as that is served here
     * @param callers who called, as asserted; none when nobody said so
     * @param called  whom: those of its users who are served here, or else what was asked for
     * @param servers application servers it was sent to, in order
     * @param media   media lines of SDP without {@code m=}
     * @param since   when it was answered
     */
    public record Ongoing(String icid, String callId, List<String> callers, List<String> called, List<String> servers,
            List<String> media, Instant since) {

        static Ongoing of(List<ChargingRecord> halves) {
            Map<Side, List<ChargingRecord>> sides = halves.stream().collect(Collectors.groupingBy(ChargingRecord::role));
            ChargingRecord first = sides.getOrDefault(Side.ORIGINATING, halves).get(0);
            List<String> served = sides.getOrDefault(Side.TERMINATING, List.of()).stream().map(ChargingRecord::served).distinct().toList();
            return new Ongoing(first.icid(), first.callId(),
                    first.role() == Side.ORIGINATING ? List.of(first.served()) : first.calling(),
                    served.isEmpty() ? List.of(first.requested()) : served,
                    halves.stream().sorted(Comparator.comparing(ChargingRecord::role)).flatMap(half -> half.servers().stream()).toList(),
                    first.media(), halves.stream().map(half -> half.start().orElse(half.request())).min(Comparator.naturalOrder()).orElseThrow());
        }

        boolean concerns(String part) {
            return Stream.of(callers, called).flatMap(List::stream).anyMatch(uri -> uri.toLowerCase(Locale.ROOT).contains(part));
        }
    }

    /** @param provisioning keeps the audit log */
    public OngoingCalls(Node node, Provisioning provisioning, Clock clock) {
        this.node = node;
        this.provisioning = provisioning;
        this.clock = clock;
    }

    public Instant now() {
        return clock.instant();
    }

    /**
     * The newest first.
     *
     * @param user part of the URI of who takes part, in any case; "" for everybody
     */
    public List<Ongoing> list(String user) {
        Map<String, List<ChargingRecord>> halves = node.calls().list().stream().collect(
                Collectors.groupingBy(ChargingRecord::icid, LinkedHashMap::new, Collectors.toList()));
        String part = user.toLowerCase(Locale.ROOT);
        return halves.values().stream().map(Ongoing::of).filter(call -> call.concerns(part)).toList();
    }

    /**
     * Ends it for both sides (TS 24.229 5.4.5.1.2).
     *
     * @return whether there was such a call; the audit log says who has ended it
     */
    public boolean release(String icid, Actor actor) {
        List<Ongoing> named = list("").stream().filter(call -> call.icid().equals(icid)).toList();
        boolean released = !named.isEmpty() && node.calls().release(icid);
        if (released) {
            Ongoing call = named.get(0);
            provisioning.note("ends the call of " + String.join(", ", call.callers()) + " to " + String.join(", ", call.called()), actor);
        }
        return released;
    }
}
