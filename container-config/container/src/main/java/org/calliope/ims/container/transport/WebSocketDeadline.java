package org.calliope.ims.container.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;

/** Sees when a WebSocket message or a control frame is complete (RFC 6455 5.4). On the event loop. */
final class WebSocketDeadline extends ChannelInboundHandlerAdapter {

    private final ReadDeadline deadline;
    private boolean fragmented;

    WebSocketDeadline(ReadDeadline deadline) {
        this.deadline = deadline;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        boolean data = message instanceof TextWebSocketFrame || message instanceof BinaryWebSocketFrame
            || message instanceof ContinuationWebSocketFrame;
        if (data) {
            fragmented = !((WebSocketFrame) message).isFinalFragment();
        }
        if (!fragmented || message instanceof FullHttpRequest) {
            deadline.disarm();
        }
        super.channelRead(ctx, message);
    }
}
