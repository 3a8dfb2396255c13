package org.calliope.ims.container.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Cuts a stream of bytes into messages (RFC 3261 18.3) and answers keep-alives (RFC 5626 3.5.1). On the connection's
 * event loop.
 */
final class SipFrames extends ByteToMessageDecoder {

    private static final byte CR = '\r';
    private static final byte LF = '\n';

    private final int maxMessage;
    private final ReadDeadline deadline;
    /** Bytes of the head that were looked at already, and found not to end there. */
    private int scanned;
    private int emptyLines;
    /** Bytes of the whole message; 0 while its head is not complete. */
    private int total;
    private String callId;

    SipFrames(int maxMessage, ReadDeadline deadline) {
        this.maxMessage = maxMessage;
        this.deadline = deadline;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws FramingException {
        if (total == 0 && (skipEmptyLines(ctx, in) || !head(in))) {
            return;
        }
        if (in.readableBytes() >= total) {
            byte[] bytes = new byte[total];
            in.readBytes(bytes);
            out.add(new SipFrame(bytes, callId));
            total = 0;
            deadline.disarm();
        }
    }

    /** RFC 3261 7.5: empty lines before a message are ignored, but two are a question whether we are there. */
    private boolean skipEmptyLines(ChannelHandlerContext ctx, ByteBuf in) {
        while (scanned == 0 && in.isReadable()) {
            byte next = in.getByte(in.readerIndex());
            if (next == LF) {
                emptyLines++;
                if (emptyLines == 2) {
                    emptyLines = 0;
                    ctx.fireUserEventTriggered(SipInbound.KEEP_ALIVE);
                }
            } else if (next != CR) {
                emptyLines = 0;
                return false;
            }
            in.skipBytes(1);
        }
        return scanned == 0;
    }

    private boolean head(ByteBuf in) throws FramingException {
        int length = headLength(in, in.readerIndex());
        if (Math.max(length, length < 0 ? in.readableBytes() : 0) > maxMessage) {
            byte[] start = new byte[maxMessage];
            in.getBytes(in.readerIndex(), start);
            throw new MessageHead(start, maxMessage).refusal(513, "Message Too Large");
        } else if (length < 0) {
            return false;
        }
        byte[] bytes = new byte[length];
        in.getBytes(in.readerIndex(), bytes);
        MessageHead head = new MessageHead(bytes, length);
        int body = head.contentLength();
        if (length + body > maxMessage) {
            throw head.refusal(413, "Request Entity Too Large");
        }
        callId = head.callId();
        total = length + body;
        scanned = 0;
        return true;
    }

    /** @return bytes up to and with the empty line, or -1 */
    private int headLength(ByteBuf in, int start) {
        int from = start + scanned;
        for (int at = in.indexOf(from, in.writerIndex(), LF); at >= 0; at = in.indexOf(at + 1, in.writerIndex(), LF)) {
            boolean empty = at > start && (in.getByte(at - 1) == LF
                || at > start + 1 && in.getByte(at - 1) == CR && in.getByte(at - 2) == LF);
            if (empty) {
                return at + 1 - start;
            }
        }
        scanned = in.readableBytes();
        return -1;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        if (actualReadableBytes() > 0 || total > 0) {
            deadline.arm(ctx);
        }
        super.channelReadComplete(ctx);
    }
}
