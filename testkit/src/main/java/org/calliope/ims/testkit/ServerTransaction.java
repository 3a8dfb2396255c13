package org.calliope.ims.testkit;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.calliope.ims.testkit.wire.SipMessage;
import org.calliope.ims.testkit.wire.Transport;

/**
 * One request that arrived and its answers (RFC 3261 17.2). Repetitions of the request are absorbed and get the last
 * answer again; a final answer to an INVITE is repeated until the ACK arrives.
 */
public final class ServerTransaction {
    private final TransactionLayer layer;
    private final SipMessage request;
    private final Transport transport;
    private final InetSocketAddress source;
    private final String localTag;
    private final Inbox<SipMessage> acks = new Inbox<>();
    private Optional<SipMessage> last = Optional.empty();
    private int absorbed;
    private boolean acknowledged;
    private ScheduledFuture<?> timer;

    ServerTransaction(TransactionLayer layer, SipMessage request, Transport transport, InetSocketAddress source,
                                        String localTag) {
        this.layer = layer;
        this.request = request;
        this.transport = transport;
        this.source = source;
        this.localTag = localTag;
    }

    /** The request as it arrived. */
    public SipMessage request() {
        return request;
    }

    /** The tag this side puts into To. */
    String localTag() {
        return localTag;
    }

    public Transport transport() {
        return transport;
    }

    /** How often the request was repeated by the peer. */
    public synchronized int absorbed() {
        return absorbed;
    }

    /** Answers with this status and nothing but the headers every answer needs. */
    public void respond(int status) {
        respond(prepare(status));
    }

    /** An answer to fill in: the copied headers, with this side's tag from 101 on (RFC 3261 8.2.6.2). */
    public SipMessage prepare(int status) {
        SipMessage response = SipMessage.response(request, status);
        boolean needsTag = status > 100 && request.to().tag().isEmpty();
        return needsTag ? response.replace("To", request.required("To") + ";tag=" + localTag) : response;
    }

    /** Sends an answer. After a final one every further answer is dropped. */
    public synchronized void respond(SipMessage response) {
        if (finished()) {
            return;
        }
        last = Optional.of(response);
        transmit(response);
        boolean repeat = request.is("INVITE") && response.isFinal() && (response.isSuccess() || !transport.reliable());
        if (repeat) {
            repeatAfter(layer.timers().t1(), System.nanoTime());
        }
    }

    /** Whether a final answer has been sent. */
    public synchronized boolean finished() {
        return last.filter(SipMessage::isFinal).isPresent();
    }

    /** RFC 3261 13.3.1.4 (2xx, also over TCP) and timer G of 17.2.1 (refusals, over UDP). */
    private void repeatAfter(Duration interval, long since) {
        timer = layer.scheduler().schedule(() -> repeat(interval, since), interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    private synchronized void repeat(Duration interval, long since) {
        if (!acknowledged && System.nanoTime() - since < layer.timers().transactionTimeout().toNanos()) {
            transmit(last.orElseThrow());
            repeatAfter(layer.timers().next(interval), since);
        }
    }

    synchronized void repeated() {
        absorbed++;
        // A 2xx is repeated by its timer, not by the transaction: RFC 3261 17.2.1.
        if (!request.is("INVITE") || last.filter(SipMessage::isSuccess).isEmpty()) {
            last.ifPresent(this::transmit);
        }
    }

    void acknowledge(SipMessage ack) {
        synchronized (this) {
            acknowledged = true;
            if (timer != null) {
                timer.cancel(false);
            }
        }
        acks.add(ack);
    }

    /** Waits for the ACK that belongs to the final answer. */
    public SipMessage awaitAck() {
        return acks.find(ack -> true, layer.patience()).orElseThrow(() -> layer.failure(
                "no ACK for \"" + last.map(SipMessage::startLine).orElse("an INVITE without answer") + "\""));
    }

    private void transmit(SipMessage response) {
        InetSocketAddress to = transport.reliable() ? source : request.topVia().replyTo(source);
        layer.transmit(response, transport, to);
    }
}
