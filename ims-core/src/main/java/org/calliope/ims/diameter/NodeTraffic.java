package org.calliope.ims.diameter;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.diameter.DiameterRefusal.Kind;
import org.calliope.ims.trace.Join;
import org.jdiameter.client.api.IMessage;

/**
 * Leads the messages of a node to whom they concern: answers to the requests that wait, requests to the server; and
 * knows by which connection each peer is reached.
 */
final class NodeTraffic implements Traffic, AutoCloseable {

    private final MessageLog log;
    private final Pending pending;
    private final RequestServer server;
    private final Counter late;
    private final Counter broken;
    private final List<Link> open = new ArrayList<>();
    /** The newest of each peer, by its Diameter identity in lower case. */
    private final Map<String, Link> byHost = new ConcurrentHashMap<>();
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    private volatile Replies replies;
    private volatile Questions questions;
    private boolean closed;

    NodeTraffic(CommonAvps common, MessageLog log, Pending pending, RequestServer server, MeterRegistry meters) {
        this.log = log;
        this.pending = pending;
        this.server = server;
        this.late = meters.counter("ims.diameter.late-answers", "node", common.originHost());
        this.broken = meters.counter("ims.diameter.broken-messages", "node", common.originHost());
    }

    /** Before the first message. */
    void start(Replies answering, Questions asking) {
        replies = answering;
        questions = asking;
    }

    /** @return the newest open connection with this peer, null while there is none */
    Link link(String host) {
        return byHost.get(host.toLowerCase(Locale.ROOT));
    }

    /** @return whether there is an open connection with any peer */
    boolean connected() {
        for (Link link : byHost.values()) {
            if (link.isOpen()) {
                return true;
            }
        }
        return false;
    }

    void onConnected(Consumer<String> listener) {
        listeners.add(listener);
        for (Link link : byHost.values()) { // who came while the caller was on its way here
            if (link.isOpen()) {
                listener.accept(link.peer());
            }
        }
    }

    @Override
    public void opened(Link opened) {
        synchronized (this) {
            if (closed || !opened.isConnected()) { // lost already: nobody would take it out again
                return;
            }
            open.add(opened);
            byHost.put(opened.peer().toLowerCase(Locale.ROOT), opened);
        }
        listeners.forEach(listener -> listener.accept(opened.peer()));
    }

    @Override
    public void closed(Link over) {
        String host = over.peer().toLowerCase(Locale.ROOT);
        synchronized (this) {
            open.remove(over);
            if (byHost.remove(host, over)) {
                for (Link other : open) { // a peer may have two for a moment
                    if (other.peer().equalsIgnoreCase(host)) {
                        byHost.put(host, other);
                    }
                }
            }
        }
        if (!over.isConnected()) {
            questions.failover(over);
        }
    }

    @Override
    public void request(Link from, IMessage request) {
        server.request(from, request, replies);
    }

    @Override
    public void answer(Link from, IMessage answer) {
        if (answer.isError() && questions.elsewhere(answer)) {
            return;
        }
        pending.remove(answer.getHopByHopIdentifier())
                .ifPresentOrElse(request -> request.complete(answer), late::increment);
    }

    @Override
    public void broken(Link from, Header header, byte[] bytes) {
        broken.increment();
        if (header.request()) {
            replies.unreadable(from, header, bytes);
        } else {
            pending.fail(header.hopByHop(), Kind.MALFORMED, "the answer of " + from.peer() + " does not parse");
        }
    }

    @Override
    public void nonsense(Link from, Header header) {
        broken.increment();
        if (from.isOpen() && header.request()) { // else it is no Diameter peer: a browser, a scan
            replies.refuse(from, header, header.version() == Dictionary.VERSION ? ResultCode.INVALID_MESSAGE_LENGTH
                    : ResultCode.UNSUPPORTED_VERSION, out -> { });
        }
    }

    @Override
    public void received(Link from, IMessage message, byte[] bytes) {
        log.received(from, message, bytes, join(message));
    }

    @Override
    public void sent(Link to, IMessage message, byte[] bytes) {
        log.sent(to, message, bytes, join(message));
    }

    /** For what this node asked it knows more than the message says. */
    private Join join(IMessage message) {
        Join known = pending.join(message.getHopByHopIdentifier());
        return known == Join.NONE ? MessageLog.joinOf(message) : known;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            open.clear();
            byHost.clear();
        }
        server.close();
        pending.failAll("the node was closed");
    }
}
