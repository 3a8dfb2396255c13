package org.calliope.ims.container.transport;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.ssl.SniHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateHandler;
import java.net.InetAddress;
import java.util.concurrent.TimeUnit;

/** What the bytes of a connection go through: TLS, WebSocket, messages. */
final class StreamPipeline extends ChannelInitializer<SocketChannel> {

    private static final String SIP = "sip";
    private static final int HTTP_LINE = 4_096;
    private static final int HTTP_HEADERS = 16_384;
    private static final int CLIENT_HELLO = 16_384;

    private final StreamProcessor processor;
    private final StreamTransports owner;
    /** Null for those that others open. */
    private final Connection outgoing;

    StreamPipeline(StreamProcessor processor, StreamTransports owner) {
        this(processor, owner, null);
    }

    StreamPipeline(StreamProcessor processor, StreamTransports owner, Connection outgoing) {
        this.processor = processor;
        this.owner = owner;
        this.outgoing = outgoing;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        Connection connection = outgoing == null ? accept(channel) : outgoing;
        if (connection == null) {
            return;
        }
        StreamSettings settings = owner.settings();
        ChannelPipeline pipeline = channel.pipeline();
        ReadDeadline deadline = new ReadDeadline(settings.readTimeout(), owner.meters());
        if (processor.kind().secure()) {
            tls(channel, settings.handshakeTimeout().toMillis());
        }
        pipeline.addLast(new IdleStateHandler(settings.idleTimeout().toMillis(), 0, 0, TimeUnit.MILLISECONDS));
        if (processor.kind().webSocket()) {
            webSocket(pipeline, settings, deadline);
        } else {
            pipeline.addLast(new SipFrames(settings.maxMessage(), deadline));
        }
        pipeline.addLast(new SipInbound(processor, connection));
    }

    /** @return null when there are too many */
    private Connection accept(SocketChannel channel) {
        InetAddress address = channel.remoteAddress() == null ? null : channel.remoteAddress().getAddress();
        if (address == null || !owner.limits().enter(address)) {
            channel.close();
            return null;
        }
        channel.closeFuture().addListener(closed -> owner.limits().leave(address));
        return processor.accepted(channel);
    }

    private void tls(SocketChannel channel, long timeoutMillis) {
        if (outgoing != null) {
            SslHandler handler = owner.tls().client().newHandler(channel.alloc(), outgoing.host(), outgoing.peer().getPort());
            handler.setHandshakeTimeoutMillis(timeoutMillis);
            channel.pipeline().addLast(handler);
            return;
        }
        channel.pipeline().addLast(new SniHandler((host, promise) -> promise.setSuccess(owner.tls().server(host)), CLIENT_HELLO,
            timeoutMillis) {
            @Override
            protected SslHandler newSslHandler(SslContext context, ByteBufAllocator allocator) {
                SslHandler handler = super.newSslHandler(context, allocator);
                handler.setHandshakeTimeoutMillis(timeoutMillis);
                return handler;
            }
        });
    }

    private static void webSocket(ChannelPipeline pipeline, StreamSettings settings, ReadDeadline deadline) {
        WebSocketServerProtocolConfig config = WebSocketServerProtocolConfig.newBuilder()
            .websocketPath("/").checkStartsWith(true).subprotocols(SIP)
            .handshakeTimeoutMillis(settings.handshakeTimeout().toMillis())
            .decoderConfig(WebSocketDecoderConfig.newBuilder().maxFramePayloadLength(settings.maxMessage())
                .allowExtensions(false).build())
            .build();
        pipeline.addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
                deadline.arm(ctx);
                super.channelRead(ctx, message);
            }
        });
        pipeline.addLast(new HttpServerCodec(new HttpDecoderConfig().setMaxInitialLineLength(HTTP_LINE)
            .setMaxHeaderSize(HTTP_HEADERS)));
        pipeline.addLast(new HttpObjectAggregator(HTTP_HEADERS));
        pipeline.addLast(new WebSocketGate(SIP, settings.webSocketOrigins()));
        pipeline.addLast(new WebSocketDeadline(deadline));
        pipeline.addLast(new WebSocketServerProtocolHandler(config));
        pipeline.addLast(new WebSocketFrameAggregator(settings.maxMessage()));
        pipeline.addLast(new WebSocketMessages());
    }
}
