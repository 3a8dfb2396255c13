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
        StringBuilder text = new StringBuilder(method + ' ' + uri + " SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:" + port()
            + ";branch=z9hG4bK" + branch + "\r\nFrom: <sip:a@example.org>;tag=1\r\nTo: <" + uri + ">\r\nCall-ID: " + branch
            + "\r\nCSeq: 1 " + method + "\r\nMax-Forwards: 70\r\nContact: <sip:a@127.0.0.1:" + port() + ">\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        return text.append("Content-Length: 0\r\n\r\n").toString();
    }

    /** The response to a request, with the request's Via, From, To, Call-ID, CSeq and Record-Route. */
    String response(String request, String statusLine) {
        StringBuilder text = new StringBuilder("SIP/2.0 " + statusLine + "\r\n");
        request.lines().filter(l -> l.matches("(?i)(Via|From|Call-ID|CSeq|Record-Route):.*"))
            .forEach(l -> text.append(l).append("\r\n"));
        request.lines().filter(l -> l.startsWith("To:")).forEach(l -> text.append(l).append(";tag=9\r\n"));
        return text.append("Contact: <sip:127.0.0.1:" + port() + ">\r\nContent-Length: 0\r\n\r\n").toString();
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
