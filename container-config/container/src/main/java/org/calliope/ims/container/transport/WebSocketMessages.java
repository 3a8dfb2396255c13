package org.calliope.ims.container.transport;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import org.calliope.ims.container.raw.Glance;

/** One WebSocket message is one SIP message (RFC 7118 5.2), or a keep-alive (RFC 7118 6). On the event loop. */
final class WebSocketMessages extends SimpleChannelInboundHandler<WebSocketFrame> {

    private static final int EMPTY_LINES = 4;

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) {
        byte[] bytes = ByteBufUtil.getBytes(frame.content());
        if (!Glance.isBlank(bytes, bytes.length)) {
            ctx.fireChannelRead(new SipFrame(bytes, new Glance(bytes, bytes.length).callId()));
        } else if (bytes.length == EMPTY_LINES) {
            ctx.fireUserEventTriggered(SipInbound.KEEP_ALIVE);
        }
    }
}
