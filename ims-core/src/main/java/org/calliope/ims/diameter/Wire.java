package org.calliope.ims.diameter;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jdiameter.api.OverloadException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bytes of one connection: cuts what comes into messages, and writes at once or, when the socket is full, keeps for
 * the {@link Loop}. Reading happens on the loop only; sending and closing on any thread.
 */
final class Wire {

    private static final Logger LOG = LoggerFactory.getLogger(Wire.class);
    /** A user profile of a thousand identities needs a third. */
    private static final int LARGEST_MESSAGE = 1 << 20;
    private static final int MOST_UNSENT = 4 << 20;
    private static final int FIRST_BUFFER = 8 << 10;

    private final SocketChannel channel;
    private final Loop loop;
    private final Consumer<byte[]> frames;
    private final Consumer<Header> nonsense;
    private final Consumer<String> end;
    private final ArrayDeque<ByteBuffer> unsent = new ArrayDeque<>();
    private int unsentBytes;
    private boolean ended;
    private SelectionKey key;
    private ByteBuffer in = ByteBuffer.allocate(FIRST_BUFFER);

    /**
     * @param frames takes each whole message, on the loop
     * @param nonsense takes the header after which nothing can be told apart, on the loop; then the connection ends
     * @param end    told once, with the reason, on any thread
     */
    Wire(SocketChannel channel, Loop loop, Consumer<byte[]> frames, Consumer<Header> nonsense, Consumer<String> end) {
        this.channel = channel;
        this.loop = loop;
        this.frames = frames;
        this.nonsense = nonsense;
        this.end = end;
    }

    /** On the loop. */
    void register() {
        try {
            SelectionKey registered = loop.register(channel, SelectionKey.OP_READ, this::ready);
            synchronized (unsent) {
                key = registered;
                if (!unsent.isEmpty()) {
                    key.interestOpsOr(SelectionKey.OP_WRITE);
                }
            }
        } catch (IOException failed) {
            close(failed.toString());
        }
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    /**
     * @return false when the connection is over
     * @throws OverloadException when the peer has not read for so long that too much is unsent
     */
    boolean send(ByteBuffer bytes) throws OverloadException {
        try {
            synchronized (unsent) {
                if (unsent.isEmpty()) {
                    channel.write(bytes);
                }
                if (bytes.hasRemaining()) {
                    keep(bytes);
                }
            }
            return true;
        } catch (IOException failed) {
            close(failed.toString());
            return false;
        }
    }

    private void keep(ByteBuffer bytes) throws OverloadException {
        if (unsentBytes + bytes.remaining() > MOST_UNSENT) {
            throw new OverloadException("The peer does not read");
        }
        unsent.add(bytes);
        unsentBytes += bytes.remaining();
        if (key != null) {
            key.interestOpsOr(SelectionKey.OP_WRITE);
            loop.wakeup();
        }
    }

    void ready(SelectionKey selected) {
        try {
            if (selected.isReadable()) {
                read();
            }
            if (selected.isValid() && selected.isWritable()) {
                drain();
            }
        } catch (IOException | CancelledKeyException over) {
            close(over.toString());
        } catch (RuntimeException failed) { // the connection's edge: the others must go on
            LOG.error("A message of {} could not be handled", channel, failed);
            close(failed.toString());
        }
    }

    private void drain() throws IOException {
        synchronized (unsent) {
            for (ByteBuffer first = unsent.peek(); first != null; first = unsent.peek()) {
                unsentBytes -= channel.write(first);
                if (first.hasRemaining()) {
                    return;
                }
                unsent.poll();
            }
            key.interestOpsAnd(~SelectionKey.OP_WRITE);
        }
    }

    private void read() throws IOException {
        int count = channel.read(in);
        if (count < 0) {
            close("the peer closed it");
            return;
        }
        in.flip();
        int wanted = cut();
        if (wanted > in.capacity()) {
            in = ByteBuffer.allocate(wanted).put(in);
        } else {
            in.compact();
        }
    }

    /** @return how large the buffer must be for the message that is not complete yet */
    private int cut() throws IOException {
        while (in.remaining() >= Dictionary.HEADER_LENGTH) {
            Header header = Header.of(in);
            if (!header.plausible(LARGEST_MESSAGE)) {
                nonsense.accept(header);
                throw new IOException("this is no Diameter: " + header);
            }
            if (in.remaining() < header.length()) {
                return header.length();
            }
            byte[] frame = new byte[header.length()];
            in.get(frame);
            frames.accept(frame);
        }
        return FIRST_BUFFER;
    }

    void close(String why) {
        synchronized (unsent) {
            if (ended) {
                return;
            }
            ended = true;
        }
        try {
            channel.close();
        } catch (IOException failed) {
            LOG.debug("Closing {}: {}", channel, failed.toString());
        }
        end.accept(why);
    }
}
