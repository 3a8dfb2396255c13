package org.calliope.ims.testkit;

import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.calliope.ims.testkit.wire.MalformedMessage;
import org.calliope.ims.testkit.wire.SipMessage;
import org.calliope.ims.testkit.wire.Transport;
import org.calliope.ims.testkit.wire.Wire;

/**
 * Matches messages to transactions by branch, sent-by and method (RFC 3261 17.1.3, 17.2.3) and owns the sockets and the
 * one timer thread of a user agent. Transactions are kept as long as the user agent lives: scripts are short.
 */
final class TransactionLayer implements AutoCloseable {
    /** What the transactions do not settle themselves. Called on the threads that read the sockets. */
    interface Handler {
        void request(ServerTransaction transaction);

        /** The ACK for a 2xx, which is no part of any transaction. */
        void ack(SipMessage ack);

        /** An answer without transaction, or bytes that are no SIP message and therefore have none. */
        void unmatched(SipMessage response);
    }

    private final Exchange exchange;
    private final Timers timers;
    private final Duration patience;
    private final Handler handler;
    private final Wire wire;
    private final ScheduledThreadPoolExecutor scheduler;
    private final Map<String, ClientTransaction> clients = new ConcurrentHashMap<>();
    private final Map<String, ServerTransaction> servers = new ConcurrentHashMap<>();
    private final AtomicReference<Predicate<SipMessage>> lost = new AtomicReference<>(message -> false);

    TransactionLayer(Settings settings, Exchange exchange, Handler handler) {
        this.exchange = exchange;
        this.timers = settings.timers();
        this.patience = settings.patience();
        this.handler = handler;
        this.scheduler = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "ua-timer-" + settings.user());
            thread.setDaemon(true);
            return thread;
        }, new ThreadPoolExecutor.DiscardPolicy());
        scheduler.setRemoveOnCancelPolicy(true);
        this.wire = Wire.bind(settings.localAddress(), this::received);
    }

    /** Starts listening, once everything that answers is in place. */
    void open() {
        wire.start();
    }

    Wire wire() {
        return wire;
    }

    Timers timers() {
        return timers;
    }

    Duration patience() {
        return patience;
    }

    ScheduledExecutorService scheduler() {
        return scheduler;
    }

    ExchangeFailure failure(String sentence) {
        return new ExchangeFailure(sentence, exchange);
    }

    /** From now on messages this predicate picks are logged and then treated as lost on the way. */
    void lose(Predicate<SipMessage> picked) {
        lost.set(picked);
    }

    /** Makes a client transaction for a request that already has its Via; it is up to the caller to start it. */
    ClientTransaction prepare(SipMessage request, Transport transport, InetSocketAddress target,
                                                        Consumer<SipMessage> listener) {
        ClientTransaction transaction = new ClientTransaction(this, request, transport, target, listener);
        clients.put(request.topVia().branch() + " " + request.method(), transaction);
        return transaction;
    }

    void transmit(SipMessage message, Transport transport, InetSocketAddress to) {
        transmit(Optional.of(message), message.bytes(), transport, to);
    }

    void transmitRaw(byte[] bytes, Transport transport, InetSocketAddress to) {
        transmit(Optional.empty(), bytes, transport, to);
    }

    private void transmit(Optional<SipMessage> message, byte[] bytes, Transport transport, InetSocketAddress to) {
        if (scheduler.isShutdown()) {
            return;
        }
        exchange.record(true, transport, to, message, bytes, false);
        try {
            wire.send(transport, to, bytes);
        } catch (UncheckedIOException e) {
            throw failure(e.getMessage());
        }
    }

    private void received(Wire.Received received) {
        SipMessage message;
        try {
            message = SipMessage.parse(received.bytes());
        } catch (MalformedMessage e) {
            exchange.record(false, received.transport(), received.from(), Optional.empty(), received.bytes(), false);
            return;
        }
        boolean ignored = lost.get().test(message);
        exchange.record(false, received.transport(), received.from(), Optional.of(message), received.bytes(), ignored);
        if (ignored) {
            return;
        }
        try {
            dispatch(message, received);
        } catch (MalformedMessage e) {
            // A peer that leaves out what a transaction needs gets no answer; the exchange shows what it sent.
            handler.unmatched(message);
        } catch (ExchangeFailure e) {
            // An automatic answer that could not be sent must not end the reader; the exchange shows the attempt.
            exchange.note(e.sentence());
        }
    }

    private void dispatch(SipMessage message, Wire.Received received) {
        if (!message.isRequest()) {
            ClientTransaction transaction = clients.get(message.topVia().branch() + " " + message.method());
            if (transaction == null) {
                handler.unmatched(message);
            } else {
                transaction.received(message);
            }
            return;
        }
        String key = serverKey(message, message.method());
        if (message.is("ACK")) {
            Optional.ofNullable(servers.get(serverKey(message, "INVITE")))
                    .ifPresentOrElse(t -> t.acknowledge(message), () -> handler.ack(message));
            return;
        }
        ServerTransaction created = new ServerTransaction(this, message, received.transport(), received.from(), Ids.tag());
        ServerTransaction known = servers.putIfAbsent(key, created);
        if (known == null) {
            handler.request(created);
        } else {
            known.repeated();
        }
    }

    /** The INVITE a CANCEL is meant for (RFC 3261 9.2). */
    Optional<ServerTransaction> inviteOf(SipMessage cancel) {
        return Optional.ofNullable(servers.get(serverKey(cancel, "INVITE")));
    }

    private static String serverKey(SipMessage request, String method) {
        return request.topVia().branch() + " " + request.topVia().sentBy() + " " + method;
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
        wire.close();
    }
}
