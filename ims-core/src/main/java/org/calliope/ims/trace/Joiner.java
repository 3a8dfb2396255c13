package org.calliope.ims.trace;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the events that belong together. Call-ID, ICID and Diameter session join transitively: an event that carries
 * two of them ties them. A public identity leads to its dialogs, but a dialog does not lead to an identity's other
 * dialogs, else one call would drag in everything its user ever did.
 */
final class Joiner {

    private final TraceQuery query;
    private final Set<String> callIds = new HashSet<>();
    private final Set<String> icids = new HashSet<>();
    private final Set<String> sessions = new HashSet<>();

    Joiner(TraceQuery query) {
        this.query = query;
        add(callIds, query.callId());
        add(icids, query.icid());
    }

    /** What an event at its place is joined by. */
    record Placed(long sequence, Join join) { }

    /**
     * @param events oldest first
     * @return the places of those that belong together, in that order
     */
    List<Long> join(Collection<Placed> events) {
        boolean grown = true;
        while (grown) {
            grown = false;
            for (Placed event : events) {
                grown |= belongs(event.join()) && tie(event.join());
            }
        }
        List<Long> joined = events.stream().filter(event -> event.sequence() > query.since() && belongs(event.join()))
                .map(Placed::sequence).toList();
        return joined.subList(Math.max(0, joined.size() - query.limit()), joined.size());
    }

    private boolean belongs(Join join) {
        return callIds.contains(join.callId()) || icids.contains(join.icid())
                || sessions.contains(join.diameterSession())
                || !query.identity().isEmpty() && query.identity().equals(join.registration());
    }

    private boolean tie(Join join) {
        return add(callIds, join.callId()) | add(icids, join.icid()) | add(sessions, join.diameterSession());
    }

    private static boolean add(Set<String> known, String value) {
        return !value.isEmpty() && known.add(value);
    }
}
