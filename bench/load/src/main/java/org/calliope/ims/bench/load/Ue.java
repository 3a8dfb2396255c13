package org.calliope.ims.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;

/** A UE's own socket, as phones have. One thread. */
final class Ue {

    private static final int LARGEST = 65_535;

    private final String host;
    private final int port;
    private final InetSocketAddress server;
    private final DatagramChannel channel;
    private final ByteBuffer buffer;

    private Ue(String host, int port, InetSocketAddress server, DatagramChannel channel, ByteBuffer buffer) {
        this.host = host;
        this.port = port;
        this.server = server;
        this.channel = channel;
        this.buffer = buffer;
    }

    /**
     * Opens the socket.
     *
     * @param buffer for all UEs of the thread
     * @throws IOException when the address is taken or no address of this machine
     */
    static Ue open(String host, int port, InetSocketAddress server, Selector selector, ByteBuffer buffer) throws IOException {
        DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
        channel.configureBlocking(false);
        channel.bind(new InetSocketAddress(host, port));
        Ue ue = new Ue(host, ((InetSocketAddress) channel.getLocalAddress()).getPort(), server, channel, buffer);
        channel.register(selector, SelectionKey.OP_READ, ue);
        return ue;
    }

    static ByteBuffer buffer() {
        return ByteBuffer.allocateDirect(LARGEST);
    }

    String host() {
        return host;
    }

    /** {@code host:port}. */
    String sentBy() {
        return host + ':' + port;
    }

    InetSocketAddress server() {
        return server;
    }

    /** A message that can not be sent is one that got lost: its timers see to that. */
    void send(String message) {
        buffer.clear();
        buffer.put(message.getBytes(StandardCharsets.ISO_8859_1)).flip();
        try {
            channel.send(buffer, server);
        } catch (IOException e) {
            throw new IllegalStateException("can not send from " + sentBy() + ": " + e.getMessage(), e);
        }
    }

    /** @return null when nothing waits */
    String receive() throws IOException {
        buffer.clear();
        if (channel.receive(buffer) == null) {
            return null;
        }
        buffer.flip();
        return StandardCharsets.ISO_8859_1.decode(buffer).toString();
    }
}
