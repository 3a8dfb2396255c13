package org.calliope.ims.diameter;

import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.calliope.ims.diameter.DiameterRefusal.Kind;
import org.calliope.ims.trace.Join;
import org.jdiameter.client.api.IMessage;

/**
 * The requests of a client that wait for their answers. All wait equally long, so the queue is in order of their ends
 * and needs no timer each. Any thread.
 */
final class Pending {

    private final ConcurrentHashMap<Long, Request<?>> waiting = new ConcurrentHashMap<>();
    private final Queue<Request<?>> inOrder = new ConcurrentLinkedQueue<>();
    private final AtomicInteger identifiers;
    private final long timeoutNanos;

    /** One of them. */
    static final class Request<A> {

        final long identifier;
        final Link link;
        final Join join;
        final CompletableFuture<A> future = new CompletableFuture<>();
        private final Function<IMessage, A> reader;
        private final long end;

        private Request(long identifier, Link link, Join join, Function<IMessage, A> reader, long end) {
            this.identifier = identifier;
            this.link = link;
            this.join = join;
            this.reader = reader;
            this.end = end;
        }

        void complete(IMessage answer) {
            A read;
            try {
                read = reader.apply(answer);
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

    <A> Request<A> add(Link link, Join join, Function<IMessage, A> reader) {
        long identifier = Integer.toUnsignedLong(identifiers.incrementAndGet());
        Request<A> request = new Request<>(identifier, link, join, reader, System.nanoTime() + timeoutNanos);
        waiting.put(identifier, request);
        inOrder.add(request);
        return request;
    }

    /** @return the request, which no longer waits; nothing when its time was over or there never was one */
    Optional<Request<?>> remove(long identifier) {
        return Optional.ofNullable(waiting.remove(identifier));
    }

    Join join(long identifier) {
        Request<?> request = waiting.get(identifier);
        return request == null ? Join.NONE : request.join;
    }

    void fail(long identifier, Kind kind, String detail) {
        Request<?> request = waiting.remove(identifier);
        if (request != null) {
            request.future.completeExceptionally(new DiameterRefusal(kind, detail));
        }
    }

    void failAll(Link link, String detail) {
        for (Request<?> request : waiting.values()) {
            if (request.link == link) {
                fail(request.identifier, Kind.UNREACHABLE, detail);
            }
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
            fail(first.identifier, Kind.TIMEOUT, "no answer within " + timeoutNanos / 1_000_000 + " ms");
        }
    }
}
