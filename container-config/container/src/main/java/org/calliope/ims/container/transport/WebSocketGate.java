package org.calliope.ims.container.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Lets in who wants to speak SIP over WebSocket (RFC 7118 4.1), and tells others why not. On the event loop. */
final class WebSocketGate extends SimpleChannelInboundHandler<FullHttpRequest> {

    private final String protocol;
    private final List<String> origins;

    /** @param origins those whose pages may connect; empty: all */
    WebSocketGate(String protocol, List<String> origins) {
        super(false);
        this.protocol = protocol;
        this.origins = origins;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        HttpHeaders headers = request.headers();
        String origin = headers.get(HttpHeaderNames.ORIGIN);
        if (!headers.contains(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)) {
            refuse(ctx, request, HttpResponseStatus.UPGRADE_REQUIRED, "this is a WebSocket for SIP (RFC 7118)");
        } else if (!offers(headers)) {
            refuse(ctx, request, HttpResponseStatus.BAD_REQUEST,
                "Sec-WebSocket-Protocol does not offer " + protocol + " (RFC 7118 4.1)");
        } else if (origin != null && !origins.isEmpty() && !origins.contains(origin)) {
            refuse(ctx, request, HttpResponseStatus.FORBIDDEN, "pages of this origin are not among ws-origins");
        } else {
            ctx.pipeline().remove(this);
            ctx.fireChannelRead(request);
        }
    }

    private boolean offers(HttpHeaders headers) {
        return headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL).stream().flatMap(v -> Stream.of(v.split(",")))
            .anyMatch(v -> v.strip().equalsIgnoreCase(protocol));
    }

    private static void refuse(ChannelHandlerContext ctx, FullHttpRequest request, HttpResponseStatus status, String reason) {
        request.release();
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status,
            Unpooled.copiedBuffer(reason + '\n', StandardCharsets.UTF_8));
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
            .setInt(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes())
            .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        if (status.equals(HttpResponseStatus.UPGRADE_REQUIRED)) {
            response.headers().set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
        }
        ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }
}
