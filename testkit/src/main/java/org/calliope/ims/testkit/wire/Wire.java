package org.calliope.ims.testkit.wire;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;

/**
 * The sockets of one user agent: a datagram socket and a listening stream socket on the same ephemeral port, and the
 * connections made and accepted.
 *
 * <p>Whole messages are handed to the receiver as raw bytes, on the thread that read them: one for UDP and one per
 * connection. {@link #send} may be called from any thread.
 */
public final class Wire implements AutoCloseable {
    private static final int ATTEMPTS = 20;
    private static final int LARGEST_DATAGRAM = 65_535;

    /** Bytes of one message and who sent them. But for UDP {@code from} names the connection to answer through. */
    public record Received(Transport transport, InetSocketAddress from, byte[] bytes) {}

    private final DatagramSocket datagrams;
    private final ServerSocket listener;
    private final Transport accepts;
    private final Supplier<SSLContext> tls;
    private final Consumer<Received> receiver;
    private final Map<InetSocketAddress, Link> connections = new ConcurrentHashMap<>();
    private volatile boolean closed;

    private Wire(DatagramSocket datagrams, ServerSocket listener, Transport accepts, Supplier<SSLContext> tls,
            Consumer<Received> receiver) {
        this.datagrams = datagrams;
        this.listener = listener;
        this.accepts = accepts;
        this.tls = tls;
        this.receiver = receiver;
    }

    /** Binds UDP and TCP to one free port of a local address; {@link #start()} begins to read. */
    public static Wire bind(String address, Consumer<Received> receiver) {
        return bind(address, Transport.TCP, AnyCertificate::context, receiver);
    }

    /**
     * As {@link #bind(String, Consumer)}, but with TLS in the place of TCP.
     *
     * @param tls the certificate that is shown, and whose are believed
     */
    public static Wire bind(String address, SSLContext tls, Consumer<Received> receiver) {
        return bind(address, Transport.TLS, () -> tls, receiver);
    }

    private static Wire bind(String address, Transport accepts, Supplier<SSLContext> tls, Consumer<Received> receiver) {
        try {
            return bind(InetAddress.getByName(address), accepts, tls, receiver);
        } catch (IOException e) {
            throw new UncheckedIOException("no socket on " + address, e);
        }
    }

    private static Wire bind(InetAddress address, Transport accepts, Supplier<SSLContext> tls, Consumer<Received> receiver)
            throws IOException {
        ServerSocketFactory listeners = accepts == Transport.TLS ? tls.get().getServerSocketFactory() : ServerSocketFactory.getDefault();
        BindException last = new BindException("no port free for both UDP and TCP on " + address);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            ServerSocket listener = listeners.createServerSocket(0, 50, address);
            try {
                DatagramSocket datagrams = new DatagramSocket(listener.getLocalPort(), address);
                return new Wire(datagrams, listener, accepts, tls, receiver);
            } catch (BindException e) {
                // Somebody else has this port for UDP: draw another.
                listener.close();
                last = e;
            }
        }
        throw last;
    }

    /** Starts the reading threads, once. */
    public void start() {
        start("ua-udp-" + port(), this::readDatagrams);
        start("ua-accept-" + port(), this::acceptConnections);
    }

    public String host() {
        return listener.getInetAddress().getHostAddress();
    }

    /** The bound port, the same for UDP and TCP. */
    public int port() {
        return listener.getLocalPort();
    }

    private void start(String name, Runnable reader) {
        Thread thread = new Thread(reader, name);
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Sends bytes as they are. Over anything but UDP the open connection with that remote address is used, or one is made.
     *
     * @throws UncheckedIOException when the peer cannot be reached
     */
    public void send(Transport transport, InetSocketAddress to, byte[] bytes) {
        try {
            if (transport == Transport.UDP) {
                datagrams.send(new DatagramPacket(bytes, bytes.length, to));
            } else {
                connection(transport, to).send(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot send to " + to + " over " + transport + ": " + e.getMessage(), e);
        }
    }

    /** Whether a connection with that remote address is open. */
    public boolean connected(InetSocketAddress to) {
        Link connection = connections.get(to);
        return connection != null && connection.isOpen();
    }

    /** Closes every connection while the listening sockets stay: what a telephone does that changes its network. */
    public void disconnect() {
        connections.values().forEach(Wire::closeQuietly);
        connections.clear();
    }

    private Link connection(Transport transport, InetSocketAddress to) throws IOException {
        synchronized (connections) {
            Link open = connections.get(to);
            if (open != null && open.isOpen()) {
                return open;
            }
            if (transport.webSocket()) {
                Link link = new Link.OverWebSocket(transport, to, tls.get(), bytes -> receiver.accept(new Received(transport, to, bytes)));
                connections.put(to, link);
                return link;
            }
            Link.OverSocket link = Link.OverSocket.connect(transport, listener.getInetAddress(), to, tls);
            adopt(transport, to, link);
            return link;
        }
    }

    private void adopt(Transport transport, InetSocketAddress remote, Link.OverSocket link) throws IOException {
        link.socket().setTcpNoDelay(true);
        connections.put(remote, link);
        start("ua-" + transport.parameter() + "-" + port() + "-" + remote.getPort(), () -> readStream(transport, remote, link));
    }

    private void acceptConnections() {
        while (!closed) {
            try {
                Socket socket = listener.accept();
                adopt(accepts, (InetSocketAddress) socket.getRemoteSocketAddress(), new Link.OverSocket(socket));
            } catch (IOException e) {
                if (closed || listener.isClosed()) {
                    return;
                }
            }
        }
    }

    private void readStream(Transport transport, InetSocketAddress remote, Link.OverSocket link) {
        try {
            link.read(message -> receiver.accept(new Received(transport, remote, message)));
        } catch (IOException e) {
            // The peer reset the connection; for a script that is the same as closing it.
            closeQuietly(link);
        } finally {
            connections.remove(remote, link);
        }
    }

    private void readDatagrams() {
        byte[] buffer = new byte[LARGEST_DATAGRAM];
        while (!closed) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                datagrams.receive(packet);
            } catch (IOException e) {
                if (closed || datagrams.isClosed()) {
                    return;
                }
                continue;
            }
            byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
            // Line ends alone are a keep-alive (RFC 5626 3.5.1), not a message.
            if (MessageReader.skipLineEnds(bytes, 0) < bytes.length) {
                receiver.accept(new Received(Transport.UDP, (InetSocketAddress) packet.getSocketAddress(), bytes));
            }
        }
    }

    private static void closeQuietly(Closeable resource) {
        try {
            resource.close();
        } catch (IOException e) {
            // A socket that does not close has nothing left to lose.
        }
    }

    @Override
    public void close() {
        closed = true;
        closeQuietly(datagrams);
        closeQuietly(listener);
        disconnect();
    }
}
