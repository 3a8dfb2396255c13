package org.calliope.ims.testkit;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.calliope.ims.testkit.wire.SipMessage;
import org.calliope.ims.testkit.wire.Transport;

/**
 * One request on its way and the answers to it (RFC 3261 17.1). Over UDP the request is repeated until it is answered;
 * a final answer other than 2xx to an INVITE is acknowledged here, however often it comes. The awaiting methods may be
 * called from any thread.
 */
public final class ClientTransaction {
    private final TransactionLayer layer;
    private final SipMessage request;
    private final Transport transport;
    private final InetSocketAddress target;
    private final Consumer<SipMessage> listener;
    private final Inbox<SipMessage> responses = new Inbox<>();
    private final long startedNanos = System.nanoTime();
    private boolean repeating;
    private int repetitions;
    private ScheduledFuture<?> timer;

    ClientTransaction(TransactionLayer layer, SipMessage request, Transport transport, InetSocketAddress target,
                                        Consumer<SipMessage> listener) {
        this.layer = layer;
        this.request = request;
        this.transport = transport;
        this.target = target;
        this.listener = listener;
    }

    synchronized ClientTransaction start() {
        repeating = !transport.reliable();
        layer.transmit(request, transport, target);
        if (repeating) {
            repeatAfter(layer.timers().t1());
        }
        return this;
    }

    private void repeatAfter(Duration interval) {
        timer = layer.scheduler().schedule(() -> repeat(interval), interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Timer A doubles without bound, timer E stops at T2; both end after 64*T1 (RFC 3261 17.1.1.2, 17.1.2.2). */
    private synchronized void repeat(Duration interval) {
        boolean expired = System.nanoTime() - startedNanos >= layer.timers().transactionTimeout().toNanos();
        if (!repeating || expired) {
            return;
        }
        repetitions++;
        layer.transmit(request, transport, target);
        repeatAfter(request.is("INVITE") ? interval.multipliedBy(2) : layer.timers().next(interval));
    }

    /** Called by the layer for every answer with this branch and method. */
    void received(SipMessage response) {
        boolean invite = request.is("INVITE");
        synchronized (this) {
            if (response.isFinal() || invite) {
                repeating = false;
                if (timer != null) {
                    timer.cancel(false);
                }
            }
        }
        if (invite && response.isFinal() && !response.isSuccess()) {
            layer.transmit(acknowledgement(response), transport, target);
        }
        listener.accept(response);
        responses.add(response);
    }

    /** RFC 3261 17.1.1.3: the ACK for a refusal belongs to the INVITE's transaction. */
    private SipMessage acknowledgement(SipMessage response) {
        SipMessage ack = SipMessage.request("ACK", request.requestUri()).with("Via", request.list("Via").get(0));
        for (String route : request.list("Route")) {
            ack = ack.with("Route", route);
        }
        return ack.with("Max-Forwards", "70").with("From", request.required("From")).with("To", response.required("To"))
                .with("Call-ID", request.callId()).with("CSeq", request.cseq() + " ACK");
    }

    /** The CANCEL for this INVITE (RFC 3261 9.1). */
    SipMessage cancellation() {
        SipMessage cancel = SipMessage.request("CANCEL", request.requestUri()).with("Via", request.list("Via").get(0));
        for (String route : request.list("Route")) {
            cancel = cancel.with("Route", route);
        }
        return cancel.with("Max-Forwards", "70").with("From", request.required("From")).with("To", request.required("To"))
                .with("Call-ID", request.callId()).with("CSeq", request.cseq() + " CANCEL");
    }

    ClientTransaction cancel() {
        return layer.prepare(cancellation(), transport, target, response -> { }).start();
    }

    /** The request as it was sent, with its Via. */
    public SipMessage request() {
        return request;
    }

    /** Every answer so far, repetitions included. */
    public List<SipMessage> responses() {
        return responses.all();
    }

    /** How often the request had to be repeated; always 0 over TCP. */
    public synchronized int repetitions() {
        return repetitions;
    }

    /** Waits for the final answer, whatever it is. */
    public SipMessage awaitFinal() {
        return awaitFinal(layer.patience());
    }

    /** Waits for the final answer, whatever it is, for as long as the script allows. */
    public SipMessage awaitFinal(Duration patience) {
        return await(SipMessage::isFinal, "a final answer", patience);
    }

    /** Waits for the final answer and fails unless it has this status. */
    public SipMessage expect(int status) {
        SipMessage answer = awaitFinal();
        if (answer.status() != status) {
            throw layer.failure(request.method() + " " + request.requestUri() + " was answered with \"" + answer.startLine()
                    + "\" instead of " + status);
        }
        return answer;
    }

    /** Waits for a provisional answer with this status; fails at once when a final one comes instead. */
    public SipMessage awaitProvisional(int status) {
        SipMessage answer = await(r -> r.status() == status || r.isFinal(), "a " + status, layer.patience());
        if (answer.status() != status) {
            throw layer.failure("instead of a " + status + " the " + request.method() + " got \"" + answer.startLine() + "\"");
        }
        return answer;
    }

    SipMessage awaitAny() {
        return await(response -> true, "any answer", layer.patience());
    }

    private SipMessage await(Predicate<SipMessage> wanted, String what, Duration patience) {
        return responses.find(wanted, patience).orElseThrow(() -> layer.failure("no " + what.replaceFirst("^an? ", "")
                + " to " + request.method() + " " + request.requestUri() + " within " + patience.toMillis() + " ms"));
    }
}
