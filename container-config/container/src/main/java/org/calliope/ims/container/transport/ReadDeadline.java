package org.calliope.ims.container.transport;

import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Cuts a connection off whose peer has begun a message and does not end it. On the connection's event loop. */
final class ReadDeadline {

    private final Duration timeout;
    private final StreamMeters meters;
    private Future<?> running;

    ReadDeadline(Duration timeout, StreamMeters meters) {
        this.timeout = timeout;
        this.meters = meters;
    }

    /** A message has begun; nothing changes when one had begun before. */
    void arm(ChannelHandlerContext ctx) {
        if (running == null) {
            running = ctx.executor().schedule(() -> passed(ctx), timeout.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** The message is there. */
    void disarm() {
        if (running != null) {
            running.cancel(false);
            running = null;
        }
    }

    private void passed(ChannelHandlerContext ctx) {
        running = null;
        if (!ctx.channel().config().isAutoRead()) {
            // it is we who do not read
            arm(ctx);
        } else if (ctx.channel().isActive()) {
            meters.cut("slow");
            ctx.close();
        }
    }
}
