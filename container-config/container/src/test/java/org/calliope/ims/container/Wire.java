package org.calliope.ims.container;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;

/** Sends bytes as they are over a transport, and reads what comes back line by line. */
interface Wire extends Closeable {

    String CLOSED = "\n(closed)";

    void send(byte[] bytes) throws IOException;

    /** What came within the time, as text; empty: nothing. For a stream, as much as was there. */
    Optional<String> receive(int millis) throws IOException;

    /** The status line of the first final response to a call's request within the time; "" is any call. */
    default Optional<String> status(String callId, int millis) throws IOException {
        long end = System.nanoTime() + millis * 1_000_000L;
        StringBuilder seen = new StringBuilder();
        for (long left = millis; left > 0; left = (end - System.nanoTime()) / 1_000_000L) {
            receive((int) left).ifPresent(seen::append);
            Optional<String> status = Stream.of(seen.toString().split("(?=SIP/2\\.0 \\d)")).filter(m -> m.contains(callId))
                .flatMap(m -> m.lines().limit(1)).filter(l -> l.matches("SIP/2.0 [2-6]\\d\\d .*")).findFirst();
            if (status.isPresent() || seen.toString().endsWith(CLOSED)) {
                return status;
            }
        }
        return Optional.empty();
    }

    static Wire to(String transport, int port) throws IOException {
        return transport.equals("UDP") ? new Udp(port) : new Tcp(port);
    }

    final class Udp implements Wire {
        /** Of its own, so that its port can be the one a Via without port means (RFC 3261 18.2.2). */
        private static final InetSocketAddress HERE = new InetSocketAddress("127.44.75.1", 5060);
        private final DatagramSocket socket = new DatagramSocket(HERE);
        private final InetSocketAddress server;

        Udp(int port) throws IOException {
            server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        }

        @Override
        public void send(byte[] bytes) throws IOException {
            socket.send(new DatagramPacket(bytes, bytes.length, server));
        }

        @Override
        public Optional<String> receive(int millis) throws IOException {
            DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
            socket.setSoTimeout(millis);
            try {
                socket.receive(packet);
                return Optional.of(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.ISO_8859_1));
            } catch (SocketTimeoutException e) {
                return Optional.empty();
            }
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    final class Tcp implements Wire {
        private final Socket socket;

        Tcp(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
        }

        @Override
        public void send(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        }

        @Override
        public Optional<String> receive(int millis) throws IOException {
            byte[] buffer = new byte[65_535];
            socket.setSoTimeout(millis);
            try {
                InputStream in = socket.getInputStream();
                int read = in.read(buffer);
                return read < 0 ? Optional.of(CLOSED) : Optional.of(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
            } catch (SocketTimeoutException e) {
                return Optional.empty();
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
