package org.calliope.ims.container.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.calliope.ims.container.raw.EarlyAnswer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the messages of one connection to the threads that work on them, those of a call to the same one. When too many
 * of one connection wait there, it is not read from, so that its peer waits and not our heap. On the event loop.
 */
final class SipInbound extends SimpleChannelInboundHandler<SipFrame> {

    /** The peer asks whether we are there. */
    static final Object KEEP_ALIVE = new Object();

    private static final Logger LOG = LoggerFactory.getLogger(SipInbound.class);
    private static final byte[] PONG = {'\r', '\n'};
    private static final long LINGER_MILLIS = 500;
    private static final int MANY = 64;
    private static final int FEW = 16;
    private static final Runnable NOBODY_MISSES_IT = () -> { };

    private final StreamProcessor processor;
    private final Connection connection;
    private final AtomicInteger waiting = new AtomicInteger();
    private boolean upgraded;

    SipInbound(StreamProcessor processor, Connection connection) {
        this.processor = processor;
        this.connection = connection;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, SipFrame frame) {
        InetSocketAddress peer = connection.peer();
        if (!processor.gate().admits(frame.bytes(), frame.bytes().length, processor.here(), peer.getAddress(), peer.getPort(),
            (answer, port) -> connection.send(answer, NOBODY_MISSES_IT))) {
            return;
        }
        if (waiting.incrementAndGet() == MANY) {
            ctx.channel().config().setAutoRead(false);
        }
        processor.work(frame.callId(), () -> take(ctx.channel(), frame));
    }

    private void take(Channel channel, SipFrame frame) {
        try {
            connection.messages().received(frame.bytes());
        } finally {
            if (waiting.decrementAndGet() == FEW) {
                channel.config().setAutoRead(true);
            }
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) throws Exception {
        if (!processor.kind().secure()) {
            connection.opened(ctx.channel());
        }
        if (processor.kind().webSocket()) {
            ctx.executor().schedule(() -> upgradedOrCut(ctx), processor.settings().handshakeTimeout().toMillis(),
                TimeUnit.MILLISECONDS);
        }
        super.channelActive(ctx);
    }

    private void upgradedOrCut(ChannelHandlerContext ctx) {
        if (!upgraded && ctx.channel().isActive()) {
            handshake(ctx, false);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        connection.closed();
        super.channelInactive(ctx);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event == KEEP_ALIVE) {
            send(PONG);
            processor.gate().keptAlive(connection.peer(), processor.kind().name().toLowerCase(Locale.ROOT));
        } else if (event instanceof IdleStateEvent) {
            processor.meters().cut("idle");
            ctx.close();
        } else if (event instanceof SslHandshakeCompletionEvent tls) {
            handshake(ctx, tls.isSuccess());
        } else if (event instanceof WebSocketServerProtocolHandler.HandshakeComplete) {
            upgraded = true;
        }
        super.userEventTriggered(ctx, event);
    }

    private void handshake(ChannelHandlerContext ctx, boolean good) {
        if (!good) {
            processor.meters().cut("handshake");
            ctx.close();
        } else if (!connection.isMeant(Connection.tls(ctx.channel()))) {
            processor.meters().cutMisnamed(connection.peer(), connection.host());
            ctx.close();
        } else {
            connection.opened(ctx.channel());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable thrown) {
        Throwable cause = thrown instanceof DecoderException && thrown.getCause() != null ? thrown.getCause() : thrown;
        LOG.debug("connection with {}: {}", connection.peer(), cause.toString());
        if (cause instanceof FramingException framing) {
            processor.meters().cut("framing");
            EarlyAnswer.to(framing.head(), framing.getMessage(), List.of(), connection.peer().getAddress(), connection.peer().getPort())
                .ifPresent(answer -> send(answer.bytes()));
            // what has not been read when a socket is closed resets the connection, and the answer would be lost
            ctx.pipeline().remove(SipFrames.class);
            ctx.executor().schedule(() -> ctx.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
        } else if (cause instanceof TooLongFrameException && upgraded) {
            processor.meters().cut("framing");
            ctx.writeAndFlush(new CloseWebSocketFrame(WebSocketCloseStatus.MESSAGE_TOO_BIG)).addListener(ChannelFutureListener.CLOSE);
        } else {
            ctx.close();
        }
    }

    /** What comes after messages have ended being told apart. */
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        if (message instanceof SipFrame) {
            super.channelRead(ctx, message);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    private void send(byte[] bytes) {
        try {
            connection.send(bytes, NOBODY_MISSES_IT);
        } catch (IOException e) {
            LOG.debug("not sent: {}", e.toString());
        }
    }
}
