package org.calliope.ims.diameter;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.calliope.ims.cx.CxClient;
import org.calliope.ims.cx.LocationInfoAnswer;
import org.calliope.ims.cx.LocationInfoRequest;
import org.calliope.ims.cx.MultimediaAuthAnswer;
import org.calliope.ims.cx.MultimediaAuthRequest;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.cx.ServerAssignmentAnswer;
import org.calliope.ims.cx.ServerAssignmentRequest;
import org.calliope.ims.cx.UserAuthorizationAnswer;
import org.calliope.ims.cx.UserAuthorizationRequest;
import org.calliope.ims.diameter.Dictionary.Command;
import org.calliope.ims.diameter.DiameterRefusal.Kind;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.trace.Join;
import org.jdiameter.api.OverloadException;
import org.jdiameter.client.api.IMessage;
import org.jdiameter.client.api.io.TransportException;
import org.jdiameter.client.api.parser.IMessageParser;

/** Asks an HSS. */
final class CxOverDiameter implements CxClient {

    private final CommonAvps common;
    private final String serverHost;
    private final IMessageParser parser;
    private final Pending pending;
    private final Supplier<Link> links;
    private final String sessionPrefix;
    private final AtomicLong sessions = new AtomicLong();

    /**
     * @param links gives the connection to send by, null while there is none
     * @param start when this node started, in seconds
     */
    CxOverDiameter(CommonAvps common, String serverHost, IMessageParser parser, Pending pending, Supplier<Link> links,
                   long start) {
        this.common = common;
        this.serverHost = serverHost;
        this.parser = parser;
        this.pending = pending;
        this.links = links;
        this.sessionPrefix = common.originHost() + ';' + start + ';'; // RFC 6733 8.8
    }

    @Override
    public CompletionStage<UserAuthorizationAnswer> authorize(UserAuthorizationRequest request, Join join) {
        return send(Command.USER_AUTHORIZATION, out -> CxRequests.write(request, out), CxAnswers::userAuthorization,
                about(join, request.publicIdentity()));
    }

    @Override
    public CompletionStage<LocationInfoAnswer> locate(LocationInfoRequest request, Join join) {
        return send(Command.LOCATION_INFO, out -> CxRequests.write(request, out), CxAnswers::locationInfo,
                about(join, request.publicIdentity()));
    }

    @Override
    public CompletionStage<MultimediaAuthAnswer> authenticate(MultimediaAuthRequest request, Join join) {
        return send(Command.MULTIMEDIA_AUTH, out -> CxRequests.write(request, out), CxAnswers::multimediaAuth,
                about(join, request.publicIdentity()));
    }

    @Override
    public CompletionStage<ServerAssignmentAnswer> assign(ServerAssignmentRequest request, Join join) {
        return send(Command.SERVER_ASSIGNMENT, out -> CxRequests.write(request, out), CxAnswers::serverAssignment,
                request.publicIdentities().isEmpty() ? join : about(join, request.publicIdentities().get(0)));
    }

    private static Join about(Join join, PublicIdentity identity) {
        return join.registration().isEmpty() ? join.withRegistration(identity.uri()) : join;
    }

    private <A> CompletionStage<A> send(Command command, Consumer<AvpWriter> body,
                                        BiFunction<ResultCode, AvpReader, A> reader, Join join) {
        Link link = links.get();
        if (link == null || !link.isOpen()) {
            return CompletableFuture.failedStage(
                    new DiameterRefusal(Kind.UNREACHABLE, "no connection with " + serverHost));
        }
        String session = sessionPrefix + sessions.incrementAndGet();
        Pending.Request<A> waiting = pending.add(link, join.withDiameterSession(session), answer -> {
            AvpReader in = new AvpReader(answer.getAvps());
            return reader.apply(CommonAvps.answer(in, session), in);
        });
        try {
            link.sendMessage(message(command, waiting.identifier, session, body));
        } catch (TransportException | OverloadException failed) {
            pending.fail(waiting.identifier, Kind.UNREACHABLE, serverHost + ": " + failed.getMessage());
        }
        return waiting.future;
    }

    private IMessage message(Command command, long identifier, String session, Consumer<AvpWriter> body) {
        IMessage message = parser.createEmptyMessage(command.code(), Dictionary.CX_APPLICATION);
        message.setRequest(true);
        message.setProxiable(true);
        message.setHopByHopIdentifier(identifier);
        message.setEndToEndIdentifier(identifier);
        AvpWriter out = new AvpWriter(message.getAvps());
        common.request(out, session, serverHost);
        body.accept(out);
        return message;
    }
}
