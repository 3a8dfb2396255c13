package org.calliope.ims.diameter;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.diameter.DiameterRefusal.Kind;
import org.calliope.ims.trace.Join;
import org.jdiameter.client.api.IMessage;

/** Leads the messages of a node to whom they concern: answers to the requests that wait, requests to the server. */
final class NodeTraffic implements Traffic, AutoCloseable {

    private final MessageLog log;
    private final Pending pending;
    private final Optional<CxServer> server;
    private final Counter late;
    private final Counter broken;
    private volatile Replies replies;
    private final Set<Link> open = new HashSet<>();
    private volatile Link link;
    private boolean closed;

    NodeTraffic(CommonAvps common, MessageLog log, Pending pending, Optional<CxServer> server, MeterRegistry meters) {
        this.log = log;
        this.pending = pending;
        this.server = server;
        this.late = meters.counter("ims.diameter.late-answers", "node", common.originHost());
        this.broken = meters.counter("ims.diameter.broken-messages", "node", common.originHost());
    }

    /** Before the first message. */
    void start(Replies answering) {
        replies = answering;
    }

    /** @return the newest open connection, null while there is none */
    Link link() {
        return link;
    }

    @Override
    public synchronized void opened(Link opened) {
        if (!closed) {
            open.add(opened);
            link = opened;
        }
    }

    @Override
    public void closed(Link over) {
        synchronized (this) {
            open.remove(over);
            link = open.isEmpty() ? null : open.iterator().next();
        }
        if (!over.isConnected()) {
            pending.failAll(over, "the connection with " + over.peer() + " was lost");
        }
    }

    @Override
    public void request(Link from, IMessage request) {
        server.ifPresentOrElse(serving -> serving.request(from, request, replies),
                () -> replies.refuse(from, request, ResultCode.COMMAND_UNSUPPORTED, ""));
    }

    @Override
    public void answer(Link from, IMessage answer) {
        pending.remove(answer.getHopByHopIdentifier())
                .ifPresentOrElse(request -> request.complete(answer), late::increment);
    }

    @Override
    public void broken(Link from, Header header) {
        broken.increment();
        if (header.request()) {
            replies.unreadable(from, header);
        } else {
            pending.fail(header.hopByHop(), Kind.MALFORMED, "the answer of " + from.peer() + " does not parse");
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
            link = null;
        }
        server.ifPresent(CxServer::close);
        pending.failAll("the node was closed");
    }
}
