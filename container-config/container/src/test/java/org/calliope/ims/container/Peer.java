package org.calliope.ims.container;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A UDP socket that speaks SIP in texts. */
final class Peer implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 5_000;

    private final DatagramSocket socket;
    private final InetSocketAddress server;

    Peer(int serverPort) throws IOException {
        this("127.0.0.1", serverPort);
    }

    Peer(String address, int serverPort) throws IOException {
        socket = new DatagramSocket(new InetSocketAddress(address, 0));
        server = new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort);
    }

    int port() {
        return socket.getLocalPort();
    }

    String request(String method, String uri, String branch, String... headers) {
        return SipTexts.request(method, uri, "UDP", "127.0.0.1:" + port(), branch, headers);
    }

    /** The response to a request, with a Contact of this socket. */
    String response(String request, String statusLine) {
        return SipTexts.response(request, statusLine, "sip:127.0.0.1:" + port());
    }

    void send(String message) {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        try {
            socket.send(new DatagramPacket(bytes, bytes.length, server));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String receive() {
        return receive(PATIENCE_MILLIS).orElseThrow(() -> new AssertionError("nothing came within " + PATIENCE_MILLIS + " ms"));
    }

    /** The next message that is not a provisional response. */
    String receiveFinal() {
        String message = receive();
        while (message.startsWith("SIP/2.0 1")) {
            message = receive();
        }
        return message;
    }

    Optional<String> receive(int millis) {
        byte[] buffer = new byte[65_535];
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        try {
            socket.setSoTimeout(millis);
            socket.receive(packet);
            return Optional.of(new String(buffer, 0, packet.getLength(), StandardCharsets.UTF_8));
        } catch (SocketTimeoutException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
