package org.calliope.ims.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntConsumer;
import org.calliope.ims.bench.load.Tally.Slot;

/**
 * Begins operations when they are due and brings messages to them: everything on the thread that calls
 * {@link #run}, so that nothing here needs a lock and the generator costs little beside the server.
 */
final class Loop implements Clock, AutoCloseable {

    private static final long SECOND = 1_000_000_000L;
    /** 64*T1 of a first and of a second exchange, what lingers, and the longest that a call is held. */
    private static final long AFTER_THE_LAST = 400 * SECOND;
    /** How long a message may come late for an operation that is over. */
    private static final long LINGER = 10 * SECOND;
    /** As long nothing must have come before the UEs are gone: a call that is left half done stays with the server. */
    private static final long QUIET = 2 * SECOND;
    private static final int AT_ONCE = 64;
    private static final int RADIX = 36;
    private static final int RUN = RADIX * RADIX * RADIX * RADIX;

    /** What is begun, and when. */
    record Offer(Flow flow, Pace pace, Tally tally) { }

    private final String domain;
    private final InetSocketAddress server;
    private final int port;
    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = Ue.buffer();
    private final String run = Integer.toString(ThreadLocalRandom.current().nextInt(RUN), RADIX);
    private final Map<String, Ue> ues = new HashMap<>();
    private final Map<String, Operation> operations = new HashMap<>();
    private final Callees callees = new Callees(this);
    private long now = System.nanoTime();
    private final Wheel wheel = new Wheel(now);
    private long ids;
    private long lastReceived = now;
    private int running;

    /** @param port of all UEs' sockets; 0 takes free ones */
    Loop(String domain, InetSocketAddress server, int port) throws IOException {
        this.domain = domain;
        this.server = server;
        this.port = port;
    }

    /** @return the UE of this address, the same one for all kinds of operations */
    Ue ue(String host) throws IOException {
        Ue ue = ues.get(host);
        if (ue == null) {
            ue = Ue.open(host, port, server, selector, buffer);
            ues.put(host, ue);
        }
        return ue;
    }

    String domain() {
        return domain;
    }

    String newId() {
        return run + Long.toString(++ids, RADIX);
    }

    /** RFC 3261 8.1.1.7. */
    String newBranch() {
        return "z9hG4bK" + newId();
    }

    @Override
    public long now() {
        return now;
    }

    @Override
    public void after(long nanos, Runnable work) {
        wheel.after(now, nanos, work);
    }

    /** To be told by each operation at its end. */
    void over(Operation operation) {
        running--;
        after(LINGER, () -> operations.remove(operation.callId()));
    }

    /**
     * Returns when all that was offered is over.
     *
     * @param everySecond told how many operations are under way
     */
    void run(List<Offer> offers, IntConsumer everySecond) throws IOException {
        long began = System.nanoTime();
        long end = Long.MAX_VALUE;
        long tell = began + SECOND;
        while (now < end && (running > 0 || now - lastReceived < QUIET
            || offers.stream().anyMatch(o -> o.pace().next() < Long.MAX_VALUE))) {
            now = System.nanoTime();
            boolean more = false;
            for (Offer offer : offers) {
                begin(offer, began);
                more |= offer.pace().next() < Long.MAX_VALUE;
            }
            if (!more && end == Long.MAX_VALUE) {
                end = now + AFTER_THE_LAST;
            }
            wheel.advance(now);
            if (now >= tell) {
                tell += SECOND;
                everySecond.accept(running);
            }
            receive();
        }
    }

    private void begin(Offer offer, long began) {
        for (int i = 0; i < AT_ONCE && offer.pace().next() <= now - began; i++) {
            long due = offer.pace().next();
            Slot slot = offer.tally().slot(offer.pace().phase(), due);
            offer.pace().taken();
            Operation operation = offer.flow().next(slot, began + due);
            if (operation == null) {
                slot.note("no UE was free");
                continue;
            }
            slot.offered(now - began - due);
            running++;
            operations.put(operation.callId(), operation);
            operation.start();
        }
    }

    private void receive() throws IOException {
        if (selector.select(1) == 0) {
            return;
        }
        now = System.nanoTime();
        lastReceived = now;
        for (SelectionKey key : selector.selectedKeys()) {
            Ue ue = (Ue) key.attachment();
            String message = ue.receive();
            for (int i = 0; message != null && i < AT_ONCE; i++) {
                received(ue, message);
                message = ue.receive();
            }
            // what was read beyond the limit must not be lost
            if (message != null) {
                received(ue, message);
            }
        }
        selector.selectedKeys().clear();
    }

    private void received(Ue ue, String message) {
        if (!SipText.isResponse(message)) {
            callees.request(ue, message);
            return;
        }
        Operation operation = operations.get(SipText.header(message, "Call-ID"));
        if (operation != null) {
            operation.response(message, SipText.header(message, "CSeq"), SipText.status(message));
        }
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
