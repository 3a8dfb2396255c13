package org.calliope.ims.diameter;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.diameter.Dictionary.Command;
import org.calliope.ims.diameter.Dictionary.Name;
import org.calliope.ims.diameter.DiameterRefusal.Kind;
import org.calliope.ims.trace.Join;
import org.jdiameter.api.OverloadException;
import org.jdiameter.client.api.IMessage;
import org.jdiameter.client.api.io.TransportException;
import org.jdiameter.client.api.parser.IMessageParser;

/** Sends the requests of a node, and sends them again by another connection when theirs is lost. Any thread. */
final class Questions {

    private final CommonAvps common;
    private final IMessageParser parser;
    private final Pending pending;
    private final List<SupportedFeatures> features;
    private final String sessionPrefix;
    private final AtomicLong sessions = new AtomicLong();
    private final Counter failovers;

    /**
     * @param features what this node says it supports
     * @param start    when this node started, in seconds
     */
    Questions(CommonAvps common, IMessageParser parser, Pending pending, List<SupportedFeatures> features, long start,
              MeterRegistry meters) {
        this.common = common;
        this.parser = parser;
        this.pending = pending;
        this.features = features;
        this.sessionPrefix = common.originHost() + ';' + start + ';'; // RFC 6733 8.8
        this.failovers = meters.counter("ims.diameter.failovers", "node", common.originHost());
    }

    /**
     * Whom to ask.
     *
     * @param name  for people
     * @param links gives the connection to send by, other than this one, which may be null; null while there is none
     */
    record Route(String name, UnaryOperator<Link> links) {
    }

    /** What to ask: the command, its AVPs beyond those of all, and how its answer is read. */
    record Question<A>(Command command, Consumer<AvpWriter> body, BiFunction<ResultCode, AvpReader, A> reader) {
    }

    <A> CompletionStage<A> send(Route route, Question<A> question, Join join) {
        String session = sessionPrefix + sessions.incrementAndGet();
        return send(route, new Pending.Sending<>(route.links(),
                (by, hopByHop, endToEnd) -> message(question, session, by, hopByHop, endToEnd), answer -> {
                    AvpReader in = new AvpReader(answer.getAvps());
                    return question.reader().apply(CommonAvps.answer(in, session), in);
                }, join.withDiameterSession(session)));
    }

    /** Of an application whose messages have a form of their own. */
    <A> CompletionStage<A> send(Route route, Pending.Sending<A> sending) {
        Link link = route.links().apply(null);
        if (link == null || !link.isOpen()) {
            return CompletableFuture.failedStage(
                    new DiameterRefusal(Kind.UNREACHABLE, "no connection with " + route.name()));
        }
        Pending.Request<A> waiting = pending.add(link, sending);
        send(waiting, link, waiting.message());
        return waiting.future;
    }

    private void send(Pending.Request<?> waiting, Link link, IMessage message) {
        try {
            link.sendMessage(message);
        } catch (TransportException | OverloadException failed) {
            pending.fail(waiting.hopByHop(), Kind.UNREACHABLE, link.peer() + ": " + failed.getMessage());
        }
    }

    /**
     * RFC 6733 5.5.4: what waits for an answer by a connection that is lost goes out again by another, with the T bit
     * and the same End-to-End Identifier.
     */
    void failover(Link lost) {
        for (Pending.Request<?> request : pending.of(lost)) {
            Link other = request.sending.route().apply(lost);
            if (other == null) {
                pending.fail(request.hopByHop(), Kind.UNREACHABLE,
                        "the connection with " + lost.peer() + " was lost");
            } else if (pending.move(request, other)) {
                failovers.increment();
                IMessage again = request.message();
                again.setReTransmitted(true);
                send(request, other, again);
            }
        }
    }

    /**
     * RFC 6733 7.1.3: what a peer is too busy for, or cannot deliver, may be asked of another; once.
     *
     * @return whether that was done
     */
    boolean elsewhere(IMessage answer) {
        Pending.Request<?> request = pending.find(answer.getHopByHopIdentifier()).orElse(null);
        if (request == null || !turnedAway(answer) || !request.turnedAwayFirst()) {
            return false;
        }
        Link other = request.sending.route().apply(request.link());
        if (other == null || !pending.move(request, other)) {
            return false;
        }
        failovers.increment();
        send(request, other, request.message());
        return true;
    }

    private static boolean turnedAway(IMessage answer) {
        try {
            long code = new AvpReader(answer.getAvps()).optionalNumber(Name.RESULT_CODE).orElse(0L);
            return code == ResultCode.TOO_BUSY.code() || code == ResultCode.UNABLE_TO_DELIVER.code();
        } catch (DiameterRefusal malformed) { // who reads it will say so
            return false;
        }
    }

    private IMessage message(Question<?> question, String session, Link link, long hopByHop, long endToEnd) {
        Command command = question.command();
        IMessage message = request(command, hopByHop, endToEnd);
        AvpWriter out = new AvpWriter(message.getAvps());
        common.request(out, command.application(), session, link.peer());
        CommonAvps.features(out, features);
        question.body().accept(out);
        return message;
    }

    /** @return a request without AVPs */
    IMessage request(Command command, long hopByHop, long endToEnd) {
        IMessage message = parser.createEmptyMessage(command.code(), command.application());
        message.setRequest(true);
        message.setProxiable(true);
        message.setHopByHopIdentifier(hopByHop);
        message.setEndToEndIdentifier(endToEnd);
        return message;
    }
}
