package org.calliope.ims.trace;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.calliope.ims.trace.Decision.Outcome;

/**
 * The decision trace of a node: every SIP and Diameter message and every decision, in one bounded ring whose oldest
 * events make room. Any thread; recording is one counter, one array store and no lock. What belongs together is
 * found when somebody reads.
 */
public final class Trace {

    /** Counter of refusals, tagged element, rule and status. */
    public static final String REFUSALS = "ims.refusals";
    private static final int LARGEST_SHARE = 16;

    private final AtomicReferenceArray<TraceEvent> ring;
    private final long maxBytes;
    private final MeterRegistry meters;
    private final AtomicLong newest = new AtomicLong();
    private final AtomicLong oldest = new AtomicLong(1);
    private final AtomicLong bytes = new AtomicLong();
    private final Set<String> localHosts = ConcurrentHashMap.newKeySet();

    /**
     * @param maxEvents ring size, 1 and more
     * @param maxBytes  about how much heap the events may hold
     * @param meters    where refusals are counted
     */
    public Trace(int maxEvents, long maxBytes, MeterRegistry meters) {
        this.ring = new AtomicReferenceArray<>(maxEvents);
        this.maxBytes = maxBytes;
        this.meters = meters;
    }

    /** A trace that counts refusals for itself. */
    public Trace(int maxEvents, long maxBytes) {
        this(maxEvents, maxBytes, new SimpleMeterRegistry());
    }

    public void sip(SipEvent event) {
        boolean tooLarge = event.weight() > maxBytes / LARGEST_SHARE;
        record(tooLarge ? event.withoutText() : event);
    }

    public void diameter(DiameterEvent event) {
        record(event);
    }

    public void decide(Decision decision) {
        if (decision.outcome() == Outcome.REFUSED) {
            meters.counter(REFUSALS, "element", decision.element().label(), "rule", decision.rule(),
                    "status", Integer.toString(decision.status())).increment();
        }
        record(decision);
    }

    /**
     * Says that this Diameter host writes into this trace itself: its peers here then need not record what they
     * receive from it, and a message between two of them stands in the trace once.
     */
    public void local(String originHost) {
        localHosts.add(originHost);
    }

    public void notLocal(String originHost) {
        localHosts.remove(originHost);
    }

    public boolean isLocal(String originHost) {
        return localHosts.contains(originHost);
    }

    /** @return the place of the newest event, 0 when there is none yet */
    public long sequence() {
        return newest.get();
    }

    /**
     * @param sequence only events after it; 0 for all that are kept
     * @param limit    at most so many
     * @return the newest of them, oldest first
     */
    public List<TraceEvent> since(long sequence, int limit) {
        ArrayDeque<TraceEvent> page = new ArrayDeque<>();
        long last = newest.get();
        long first = Math.max(Math.max(sequence + 1, oldest.get()), last - ring.length() + 1);
        for (long place = last; place >= first && page.size() < limit; place--) {
            TraceEvent event = ring.get(slot(place));
            if (event != null && event.sequence() == place) {
                page.addFirst(event);
            }
        }
        return new ArrayList<>(page);
    }

    /** @return the events that belong together by {@link TraceQuery}, oldest first; see {@link Joiner} for the rules */
    public List<TraceEvent> joined(TraceQuery query) {
        return new Joiner(query).join(since(0, Integer.MAX_VALUE));
    }

    private void record(TraceEvent event) {
        long place = newest.incrementAndGet();
        TraceEvent placed = event.withSequence(place);
        TraceEvent old = ring.getAndSet(slot(place), placed);
        long used = bytes.addAndGet(placed.weight() - (old == null ? 0 : old.weight()));
        if (used > maxBytes) {
            evict();
        }
    }

    private void evict() {
        while (bytes.get() > maxBytes) {
            long last = newest.get();
            long place = oldest.get();
            if (place >= last) {
                return;
            }
            long next = Math.max(place, last - ring.length()) + 1;
            if (oldest.compareAndSet(place, next)) {
                drop(next - 1);
            }
        }
    }

    private void drop(long place) {
        TraceEvent old = ring.get(slot(place));
        if (old != null && old.sequence() <= place && ring.compareAndSet(slot(place), old, null)) {
            bytes.addAndGet(-old.weight());
        }
    }

    private int slot(long place) {
        return (int) (place % ring.length());
    }
}
