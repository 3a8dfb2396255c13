package org.calliope.ims.container.sip;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import gov.nist.javax.sip.ThreadAffinityTask;
import gov.nist.javax.sip.header.HeaderFactoryImpl;
import gov.nist.javax.sip.header.To;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.MessageProcessor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.text.ParseException;
import java.time.Duration;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.sip.InvalidArgumentException;
import javax.sip.SipException;
import javax.sip.address.Hop;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.calliope.ims.container.dns.Located;
import org.calliope.ims.container.dns.Place;
import org.calliope.ims.container.dns.ServerFinder;
import org.calliope.ims.container.dns.ServiceNames;
import org.calliope.ims.container.dns.Target;
import org.calliope.ims.container.transport.StreamProcessor;
import org.calliope.ims.node.Role;
import org.calliope.ims.sip.Headers;
import org.calliope.ims.sip.SipRefusal;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.Trace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends to targets that are names. No thread waits for DNS: what is to be sent goes on, on one of the stack's threads and
 * under the lock of its call, when the name's servers are known. Any thread.
 */
final class Outbound {

    private static final Logger LOG = LoggerFactory.getLogger(Outbound.class);
    private static final HeaderFactoryImpl HEADERS = new HeaderFactoryImpl();
    /** 64*T1: how long a server repeats a response that it got no ACK for. */
    private static final Duration TIMER_H = Duration.ofSeconds(32);
    private static final long MOST_ABANDONED = 10_000;
    private static final int TRACED_A_SECOND = 10;

    private final ConvergedSipStack stack;
    private final ServerFinder finder;
    private final CallLocks calls;
    private final Trace trace;
    private final Map<String, Role> roles;
    private final TextBudget traced = new TextBudget(TRACED_A_SECOND);
    private final Cache<String, Runnable> acks =
        Caffeine.newBuilder().executor(Runnable::run).expireAfterWrite(TIMER_H).maximumSize(MOST_ABANDONED).build();

    /** @param roles which element listens at an address, {@code host:port} */
    Outbound(ConvergedSipStack stack, ServerFinder finder, CallLocks calls, Trace trace, Map<String, Role> roles) {
        this.stack = stack;
        this.finder = finder;
        this.calls = calls;
        this.trace = trace;
        this.roles = roles;
    }

    ServerFinder finder() {
        return finder;
    }

    /** What a request is sent through; a CANCEL goes where its request went, RFC 3261 9.1. */
    MessageChannel channel(SIPRequest request, MessageProcessor processor, NamedHop hop) throws IOException {
        return Request.CANCEL.equals(request.getMethod())
            && stack.findTransaction(request.getTopmostVia().getBranch().toLowerCase(Locale.ROOT), false) instanceof ClientTransaction cancelled
            ? cancelled.channelOf(request) : new AwaitingChannel(this, stack, processor, hop.target(), hop);
    }

    /**
     * What a message without a transaction is sent through.
     *
     * @param address of the listening point that the core chose, with its port
     * @return null when there is no such listening point, as the stack wants it
     */
    MessageChannel channel(String address, int port, Hop hop) {
        Target target = hop instanceof NamedHop named ? named.target() : new Target(hop.getHost(),
            OptionalInt.of(hop.getPort()), ServiceNames.transport(hop.getTransport()), false);
        return stack.processor(address, port, hop.getTransport()).map(p -> new AwaitingChannel(this, stack, p, target, hop)).orElse(null);
    }

    /** Goes on under the call's lock: at once when the servers are known, else on a thread of the stack. */
    void find(Target target, String callId, Consumer<Located> then) {
        CompletableFuture<Located> found = finder.find(target);
        if (found.isDone()) {
            calls.hold(callId, () -> then.accept(found.join()));
        } else {
            found.thenAccept(located -> later(callId, () -> then.accept(located)));
        }
    }

    /** On a thread of the stack, after what is to be done for the call already, and under its lock. */
    void later(String callId, Runnable work) {
        afterwards(callId, () -> calls.hold(callId, work));
    }

    private void afterwards(String callId, Runnable work) {
        stack.getSelfRoutingThreadpoolExecutor().execute(new ThreadAffinityTask() {
            @Override
            public Object getThreadHash() {
                return callId;
            }

            @Override
            public void run() {
                try {
                    work.run();
                } catch (RuntimeException e) {
                    // the thread's edge: the stack's executor would say nothing
                    LOG.error("sending to a name failed", e);
                }
            }
        });
    }

    /**
     * A channel to a place. When another socket than the one the core chose is the right one, a request's Via says so
     * (RFC 3261 18.1.1).
     *
     * @param host whose place it is, before it was located
     * @throws IOException when there is no such socket here, or the place can not be reached
     */
    MessageChannel open(MessageProcessor chosen, Place place, String host, SIPMessage message) throws IOException {
        MessageProcessor right = Stream.of(stack.processors()).filter(p -> fits(p, place))
            .min(Comparator.comparing((MessageProcessor p) -> p != chosen)
                .thenComparing(p -> !p.getIpAddress().equals(chosen.getIpAddress()))
                .thenComparing(p -> p.getPort() != chosen.getPort()))
            .orElseThrow(() -> new IOException("this server has no socket for " + place));
        if (right != chosen && message instanceof SIPRequest request) {
            try {
                Via via = request.getTopmostVia();
                via.setTransport(right.getTransport().toUpperCase(Locale.ROOT));
                via.setHost(right.getIpAddress().getHostAddress());
                via.setPort(right.getPort());
            } catch (ParseException | InvalidArgumentException e) {
                throw new IOException(e);
            }
        }
        return right instanceof StreamProcessor stream ? stream.createMessageChannel(place.address(), place.port(), host)
            : right.createMessageChannel(place.address(), place.port());
    }

    private static boolean fits(MessageProcessor processor, Place place) {
        return processor.getTransport().equalsIgnoreCase(place.transport().name())
            && processor.getIpAddress().getAddress().length == place.address().getAddress().length;
    }

    /** Sends what has no transaction: an ACK for a 2xx, or a response (RFC 3263 5); a place that fails is passed over. */
    void send(AwaitingChannel channel, SIPMessage message) {
        SIPMessage kept = (SIPMessage) message.clone();
        Target target = kept instanceof SIPResponse response ? target(response.getTopmostVia()) : channel.target();
        find(target, kept.getCallId().getCallId(), located -> {
            for (Place place : located.places()) {
                try {
                    open(channel.getMessageProcessor(), place, target.host(), kept).sendMessage(kept);
                    return;
                } catch (IOException e) {
                    finder.failed(place);
                    LOG.debug("{} not sent to {}: {}", kept.getFirstLine(), place, e.toString());
                }
            }
            LOG.debug("{} not sent: {}", kept.getFirstLine(), located.reason());
        });
    }

    /**
     * See {@link org.calliope.ims.container.transport.StreamHost#respondElsewhere}; the servers of the name are tried in turn.
     */
    boolean respondElsewhere(SIPResponse response, StreamProcessor from, InetSocketAddress failed) {
        Target target = target(response.getTopmostVia());
        if (Locator.isAddress(target.host())) {
            return false;
        }
        find(target, response.getCallId().getCallId(), located -> respond(response, from, target.host(), located.places().stream()
            .filter(p -> p.transport() == from.kind() && !new InetSocketAddress(p.address(), p.port()).equals(failed)).iterator()));
        return true;
    }

    private void respond(SIPResponse response, StreamProcessor from, String host, Iterator<Place> places) {
        if (!places.hasNext()) {
            return;
        }
        Place place = places.next();
        Runnable next = () -> {
            finder.failed(place);
            respond(response, from, host, places);
        };
        try {
            from.createMessageChannel(place.address(), place.port(), host).deliver(response, next);
        } catch (IOException e) {
            next.run();
        }
    }

    /** RFC 3263 5: a response goes to the sent-by of the Via, or its maddr. */
    static Target target(Via via) {
        return new Target(via.getMAddr() == null ? via.getHost() : via.getMAddr(),
            via.getPort() < 0 ? OptionalInt.empty() : OptionalInt.of(via.getPort()), ServiceNames.transport(via.getTransport()), false);
    }

    /** Acknowledges a response that does not end the transaction, since that goes on elsewhere (RFC 3261 17.1.1.3). */
    void acknowledge(SIPRequest invite, SIPResponse response, MessageChannel channel) {
        try {
            SIPRequest ack = invite.createErrorAck((To) response.getTo());
            Runnable send = () -> {
                try {
                    channel.sendMessage(ack);
                } catch (IOException e) {
                    LOG.debug("ACK not sent: {}", e.toString());
                }
            };
            acks.put(response.getTransactionId(), send);
            send.run();
        } catch (SipException | ParseException e) {
            LOG.debug("no ACK for {}: {}", response.getFirstLine(), e.toString());
        }
    }

    /** @return whether a response is one that was acknowledged before and comes again, RFC 3261 17.1.1.2 */
    boolean acknowledged(SIPResponse response) {
        Optional<Runnable> ack = Optional.ofNullable(acks.getIfPresent(response.getTransactionId()));
        ack.filter(a -> response.isFinalResponse()).ifPresent(Runnable::run);
        return ack.isPresent();
    }

    /**
     * Answers 503 in the place of the server that was not found or not reached, as RFC 3261 8.1.3.1 and 16.9 want it.
     * Not before the caller has returned.
     */
    void refuse(ClientTransaction transaction, AwaitingChannel channel, String reason) {
        SIPRequest request = transaction.getOriginalRequest();
        String callId = request.getCallId().getCallId();
        afterwards(callId, () -> {
            calls.hold(callId, () -> transaction.setEncapsulatedChannel(channel));
            SIPResponse response = request.createResponse(Response.SERVICE_UNAVAILABLE);
            // it comes from this server itself
            response.setRemoteAddress(channel.getMessageProcessor().getIpAddress());
            response.setRemotePort(channel.getPort());
            response.setLocalAddress(channel.getMessageProcessor().getIpAddress());
            response.setLocalPort(channel.getPort());
            explain(response, channel, reason);
            // which takes the transaction's lock before the call's, as it is with every response
            stack.receivedHere(response, channel);
        });
    }

    private void explain(SIPResponse response, AwaitingChannel channel, String reason) {
        String here = channel.getHost() + ':' + channel.getPort();
        SipRefusal refusal = new SipRefusal(response.getStatusCode(), reason, "next hop", "RFC 3263 4.3",
            Map.of("target", channel.target().host()));
        Role role = roles.get(here);
        if (role != null && traced.take()) {
            trace.decide(refusal.decision(role, Join.callId(response.getCallId().getCallId())));
        }
        try {
            response.getTo().setTag(UUID.randomUUID().toString().substring(0, 8));
            response.setHeader(HEADERS.createHeader(Headers.REASON, Headers.reason(refusal)));
            response.setHeader(HEADERS.createHeader(Headers.WARNING, Headers.warning(here, refusal)));
        } catch (ParseException e) {
            LOG.debug("a response does not say why: {}", e.toString());
        }
    }
}
