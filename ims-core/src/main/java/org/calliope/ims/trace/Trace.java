package org.calliope.ims.trace;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.calliope.ims.trace.Decision.Outcome;

/**
 * The decision trace of a node: every SIP and Diameter message and every decision, in one bounded ring whose oldest
 * events make room. Any thread; an event is written as bytes, outside the heap, under a lock that is held for as long
 * as it takes to copy them. What belongs together is found when somebody reads.
 */
public final class Trace {

    /** Counter of refusals, tagged element, rule and status. */
    public static final String REFUSALS = "ims.refusals";
    private static final int LARGEST_SHARE = 16;

    private final EventCodec codec = new EventCodec();
    private final ThreadLocal<ByteSink> sinks = ThreadLocal.withInitial(ByteSink::new);
    private final MeterRegistry meters;
    private final ByteBuffer ring;
    /** Where in the ring each event begins, in bytes ever written; an event's place is its sequence. */
    private final long[] begins;
    private long newest;
    private long written;
    private final Set<String> localHosts = ConcurrentHashMap.newKeySet();

    /**
     * @param maxEvents events kept at most, 1 and more
     * @param maxBytes  memory outside the heap for them, up to 2 GB
     * @param meters    where refusals are counted
     */
    public Trace(int maxEvents, int maxBytes, MeterRegistry meters) {
        this.ring = ByteBuffer.allocateDirect(maxBytes);
        this.begins = new long[maxEvents];
        this.meters = meters;
    }

    /** A trace that counts refusals for itself. */
    public Trace(int maxEvents, int maxBytes) {
        this(maxEvents, maxBytes, new SimpleMeterRegistry());
    }

    public void sip(SipEvent event) {
        record(event);
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
        synchronized (ring) {
            return newest;
        }
    }

    /** @return the event at that place, nothing when it has made room for others or is still to come */
    public Optional<TraceEvent> at(long sequence) {
        return bytes(sequence).map(bytes -> codec.read(sequence, new ByteSource(bytes)));
    }

    /**
     * @param sequence only events after it; 0 for all that are kept
     * @param limit    at most so many
     * @return the newest of them, oldest first
     */
    public List<TraceEvent> since(long sequence, int limit) {
        ArrayDeque<TraceEvent> page = new ArrayDeque<>();
        Optional<TraceEvent> event = at(sequence());
        while (event.isPresent() && event.get().sequence() > sequence && page.size() < limit) {
            page.addFirst(event.get());
            event = at(event.get().sequence() - 1);
        }
        return new ArrayList<>(page);
    }

    /** @return the events that belong together by {@link TraceQuery}, oldest first; see {@link Joiner} for the rules */
    public List<TraceEvent> joined(TraceQuery query) {
        ArrayDeque<Joiner.Placed> all = new ArrayDeque<>();
        long place = sequence();
        for (Optional<byte[]> bytes = bytes(place); bytes.isPresent(); bytes = bytes(--place)) {
            all.addFirst(new Joiner.Placed(place, EventCodec.join(new ByteSource(bytes.get()))));
        }
        List<TraceEvent> joined = new ArrayList<>();
        new Joiner(query).join(all).forEach(sequence -> at(sequence).ifPresent(joined::add));
        return joined;
    }

    private void record(TraceEvent event) {
        ByteSink sink = sinks.get();
        write(event, true, sink);
        // one message must not push everything else out
        if (sink.length() > ring.capacity() / LARGEST_SHARE) {
            write(event, false, sink);
        }
        synchronized (ring) {
            newest++;
            long begin = roomFor(Integer.BYTES + sink.length());
            begins[slot(newest)] = begin;
            if (begin >= 0) {
                ring.putInt(offset(begin), sink.length());
                ring.put(offset(begin) + Integer.BYTES, sink.array(), 0, sink.length());
            }
        }
    }

    private void write(TraceEvent event, boolean whole, ByteSink sink) {
        sink.clear();
        codec.write(event, whole, sink);
    }

    /** @return where so many bytes may be written in one piece, -1 when they never fit */
    private long roomFor(int bytes) {
        if (bytes > ring.capacity()) {
            return -1;
        }
        int left = ring.capacity() - offset(written);
        long begin = left < bytes ? written + left : written;
        written = begin + bytes;
        return begin;
    }

    private Optional<byte[]> bytes(long sequence) {
        synchronized (ring) {
            boolean counted = sequence > 0 && sequence <= newest && sequence > newest - begins.length;
            long begin = counted ? begins[slot(sequence)] : -1;
            if (begin < 0 || begin < written - ring.capacity()) {
                return Optional.empty();
            }
            byte[] bytes = new byte[ring.getInt(offset(begin))];
            ring.get(offset(begin) + Integer.BYTES, bytes);
            return Optional.of(bytes);
        }
    }

    private int offset(long position) {
        return (int) (position % ring.capacity());
    }

    private int slot(long sequence) {
        return (int) (sequence % begins.length);
    }
}
