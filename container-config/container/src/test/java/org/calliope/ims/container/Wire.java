package org.calliope.ims.container;

import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

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
            Optional<String> status = Pattern.compile("(?=SIP/2\\.0 \\d)").splitAsStream(seen).filter(m -> m.contains(callId))
                .flatMap(m -> m.lines().limit(1)).filter(l -> l.matches("SIP/2.0 [2-6]\\d\\d .*")).findFirst();
            if (status.isPresent() || seen.toString().endsWith(CLOSED)) {
                return status;
            }
        }
        return Optional.empty();
    }

    static Wire to(String transport, int port) throws IOException {
        return transport.equals("UDP") ? new Udp(port) : new Stream(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /** @param tls trusts the server */
    static Wire to(String transport, int port, SSLContext tls) throws IOException {
        return switch (transport) {
            case "TLS" -> new Stream(tls.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port));
            case "WS" -> new WebSocket(new Socket(InetAddress.getLoopbackAddress(), port));
            default -> to(transport, port);
        };
    }

    final class Udp implements Wire {
        /** Of its own, so that its port can be the one a Via without port means (RFC 3261 18.2.2). */
        private static final InetSocketAddress HERE = new InetSocketAddress("127.44." + (ProcessHandle.current().pid() >> 8 & 0xff) + '.'
            + Math.max(1, ProcessHandle.current().pid() & 0xff), 5060);
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

    /** TCP or TLS. */
    class Stream implements Wire {
        private final Socket socket;

        Stream(Socket socket) {
            this.socket = socket;
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
                int read = socket.getInputStream().read(buffer);
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

    /** RFC 6455 and RFC 7118, each message in a binary frame. */
    final class WebSocket extends Stream {
        private static final String UPGRADE = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: sip\r\nSec-WebSocket-Version: 13\r\n\r\n";

        WebSocket(Socket socket) throws IOException {
            super(socket);
            super.send(UPGRADE.getBytes(StandardCharsets.US_ASCII));
            String answer = receive(5_000).orElse("");
            if (!answer.startsWith("HTTP/1.1 101")) {
                throw new IOException("no WebSocket: " + answer);
            }
        }

        /** The mask is zero, so what is masked stays as it is. */
        @Override
        public void send(byte[] bytes) throws IOException {
            ByteBuffer frame = ByteBuffer.allocate(bytes.length + 14).put((byte) 0x82);
            if (bytes.length < 126) {
                frame.put((byte) (0x80 | bytes.length));
            } else if (bytes.length < 65_536) {
                frame.put((byte) 0xfe).putShort((short) bytes.length);
            } else {
                frame.put((byte) 0xff).putLong(bytes.length);
            }
            frame.putInt(0).put(bytes).flip();
            super.send(Arrays.copyOf(frame.array(), frame.limit()));
        }
    }
}
