package org.calliope.ims.container;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A TCP or TLS socket that speaks SIP in texts. */
final class StreamPeer implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 5_000;

    private final Socket socket;
    private final String transport;

    private StreamPeer(Socket socket, String transport) throws IOException {
        this.socket = socket;
        this.transport = transport;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    static StreamPeer tcp(InetAddress server, int port) throws IOException {
        return new StreamPeer(new Socket(server, port), "TCP");
    }

    static StreamPeer tls(InetAddress server, int port, SSLContext context) throws IOException {
        return tls((SSLSocket) context.getSocketFactory().createSocket(server, port));
    }

    static StreamPeer tls(SSLSocket socket) throws IOException {
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.startHandshake();
        return new StreamPeer(socket, "TLS");
    }

    /** The other side of a connection that the server has opened. */
    static StreamPeer of(Socket accepted) throws IOException {
        return new StreamPeer(accepted, "TCP");
    }

    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    String request(String method, String uri, String branch, String... headers) {
        String host = address().getAddress().getHostAddress();
        String here = (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + address().getPort();
        return SipTexts.request(method, uri, transport, here, branch, headers);
    }

    void send(String text) {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    void send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next message, whose end is where its Content-Length says. */
    String receive() {
        try {
            String head = until("\r\n\r\n");
            String length = head.lines().filter(l -> l.startsWith("Content-Length:")).findFirst().orElseThrow();
            byte[] body = socket.getInputStream().readNBytes(Integer.parseInt(length.substring(15).strip()));
            return head + new String(body, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next message that is not a provisional response. */
    String receiveFinal() {
        String message = receive();
        while (message.startsWith("SIP/2.0 1")) {
            message = receive();
        }
        return message;
    }

    String bytes(int count) throws IOException {
        return new String(socket.getInputStream().readNBytes(count), StandardCharsets.UTF_8);
    }

    private String until(String end) throws IOException {
        StringBuilder text = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (text.length() < end.length() || !text.substring(text.length() - end.length()).equals(end)) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the server closed the connection after: " + text);
            }
            text.append((char) next);
        }
        return text.toString();
    }

    /** @return whether the server closes the connection before patience ends; what it sends meanwhile is read */
    boolean closedByServer() throws IOException {
        byte[] buffer = new byte[4096];
        try {
            int count = 0;
            while (count >= 0) {
                count = socket.getInputStream().read(buffer);
            }
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            Arrays.fill(buffer, (byte) 0);
            return true;
        }
    }

    /** Breaks the connection; the port is free at once. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
