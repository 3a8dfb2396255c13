package org.calliope.ims.diameter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.calliope.ims.diameter.DiameterRefusal.Kind;
import org.calliope.ims.trace.Join;
import org.jdiameter.client.api.IMessage;

/**
 * The requests of a node that wait for their answers. All wait equally long, so the queue is in order of their ends
 * and needs no timer each. Any thread.
 */
final class Pending {

    private final ConcurrentHashMap<Long, Request<?>> waiting = new ConcurrentHashMap<>();
    private final Queue<Request<?>> inOrder = new ConcurrentLinkedQueue<>();
    private final AtomicInteger identifiers;
    private final long timeoutNanos;

    /** Makes the message of a request: for this connection, with these identifiers. */
    interface Encoder {

        IMessage message(Link link, long hopByHop, long endToEnd);
    }

    /**
     * What a request keeps while it waits.
     *
     * @param route gives the connection to send by, other than this one, which may be null; null while there is none
     */
    record Sending<A>(UnaryOperator<Link> route, Encoder encoder, Function<IMessage, A> reader, Join join) {
    }

    /** One of them. */
    static final class Request<A> {

        final Sending<A> sending;
        final long endToEnd;
        final CompletableFuture<A> future = new CompletableFuture<>();
        private final long end;
        private volatile long hopByHop;
        private volatile Link link;
        private boolean turnedAway; // on the loop

        private Request(long identifier, Link link, Sending<A> sending, long end) {
            this.endToEnd = identifier;
            this.hopByHop = identifier;
            this.link = link;
            this.sending = sending;
            this.end = end;
        }

        /** @return whether it is the first time that a peer does not take it */
        boolean turnedAwayFirst() {
            boolean first = !turnedAway;
            turnedAway = true;
            return first;
        }

        Link link() {
            return link;
        }

        long hopByHop() {
            return hopByHop;
        }

        IMessage message() {
            return sending.encoder().message(link, hopByHop, endToEnd);
        }

        void complete(IMessage answer) {
            A read;
            try {
                read = sending.reader().apply(answer);
            } catch (RuntimeException malformed) {
                future.completeExceptionally(malformed instanceof DiameterRefusal refusal ? malformed(refusal)
                        : new DiameterRefusal(Kind.MALFORMED, malformed.toString()));
                return;
            }
            future.complete(read);
        }

        private static DiameterRefusal malformed(DiameterRefusal refusal) {
            return refusal.kind() == Kind.MALFORMED ? refusal
                    : new DiameterRefusal(Kind.MALFORMED, refusal.getMessage());
        }
    }

    /** @param first where the identifiers start, RFC 6733 3: they must not come again soon after a restart */
    Pending(int first, long timeoutNanos) {
        this.identifiers = new AtomicInteger(first);
        this.timeoutNanos = timeoutNanos;
    }

    <A> Request<A> add(Link link, Sending<A> sending) {
        Request<A> request = new Request<>(next(), link, sending, System.nanoTime() + timeoutNanos);
        waiting.put(request.hopByHop, request);
        inOrder.add(request);
        return request;
    }

    private long next() {
        return Integer.toUnsignedLong(identifiers.incrementAndGet());
    }

    /** @return what waits for an answer by this connection */
    List<Request<?>> of(Link link) {
        List<Request<?>> requests = new ArrayList<>();
        for (Request<?> request : waiting.values()) {
            if (request.link == link) {
                requests.add(request);
            }
        }
        return requests;
    }

    /**
     * Lets a request wait for its answer by another connection, no longer than it would have.
     *
     * @return false when it no longer waits
     */
    boolean move(Request<?> request, Link other) {
        if (waiting.remove(request.hopByHop) == null) {
            return false;
        }
        request.hopByHop = next();
        request.link = other;
        waiting.put(request.hopByHop, request);
        if (request.end - System.nanoTime() <= 0) { // expire() may have looked for it under its old number
            timeout(request);
            return false;
        }
        return true;
    }

    private void timeout(Request<?> request) {
        fail(request.hopByHop, Kind.TIMEOUT, "no answer within " + timeoutNanos / 1_000_000 + " ms");
    }

    Optional<Request<?>> find(long identifier) {
        return Optional.ofNullable(waiting.get(identifier));
    }

    /** @return the request, which no longer waits; nothing when its time was over or there never was one */
    Optional<Request<?>> remove(long identifier) {
        return Optional.ofNullable(waiting.remove(identifier));
    }

    Join join(long identifier) {
        Request<?> request = waiting.get(identifier);
        return request == null ? Join.NONE : request.sending.join();
    }

    void fail(long identifier, Kind kind, String detail) {
        Request<?> request = waiting.remove(identifier);
        if (request != null) {
            request.future.completeExceptionally(new DiameterRefusal(kind, detail));
        }
    }

    void failAll(String detail) {
        waiting.keySet().forEach(identifier -> fail(identifier, Kind.UNREACHABLE, detail));
    }

    /** Ends what has waited long enough; called from time to time by one thread. */
    void expire() {
        long now = System.nanoTime();
        for (Request<?> first = inOrder.peek(); first != null; first = inOrder.peek()) {
            if (!first.future.isDone() && first.end - now > 0) {
                return;
            }
            inOrder.poll();
            timeout(first);
        }
    }
}
