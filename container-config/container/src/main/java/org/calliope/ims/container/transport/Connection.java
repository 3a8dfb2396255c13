package org.calliope.ims.container.transport;

import gov.nist.javax.sip.header.Via;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.Queue;
import javax.net.ssl.SSLSession;

/**
 * One connection to a peer, opened by it or, when there is something to send, by us. Nothing waits for the peer: what
 * can not be sent yet is kept, within bounds. Any thread.
 */
final class Connection {

    private enum State { NEW, CONNECTING, OPEN, CLOSED }

    private static final String ALIAS = "alias";

    private record Waiting(byte[] bytes, Runnable lost) { }

    private final StreamProcessor processor;
    private final InetSocketAddress peer;
    /** Name or address that the peer is to prove to be; null for one that has come by itself. */
    private final String host;
    private final StreamChannel messages;
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private volatile boolean listening;
    private volatile InetSocketAddress alias;
    private int waitingBytes;
    private final boolean fromOutside;
    private volatile State state;
    private volatile Channel channel;

    private Connection(StreamProcessor processor, InetSocketAddress peer, String host, State state, Channel channel) {
        this.processor = processor;
        this.peer = peer;
        this.host = host;
        this.state = state;
        this.channel = channel;
        this.fromOutside = channel != null;
        this.messages = new StreamChannel(processor, this, peer);
    }

    static Connection accepted(StreamProcessor processor, Channel channel) {
        return new Connection(processor, (InetSocketAddress) channel.remoteAddress(), null, State.OPEN, channel);
    }

    /**
     * One that is opened when something is sent.
     *
     * @param host name or address whose server is wanted
     */
    static Connection to(StreamProcessor processor, InetSocketAddress peer, String host) {
        return new Connection(processor, peer, host, State.NEW, null);
    }

    /** One that can not be opened: only the peer can do so. */
    static Connection gone(StreamProcessor processor, InetSocketAddress peer) {
        return new Connection(processor, peer, null, State.CLOSED, null);
    }

    InetSocketAddress peer() {
        return peer;
    }

    /** Name or address whose server was wanted; null when the peer has opened the connection. */
    String host() {
        return host;
    }

    /** RFC 5922 7.3: whether the certificate of who was connected to is for whom was wanted. */
    boolean isMeant(SSLSession with) {
        X509Certificate[] chain = PeerCertificate.chain(with);
        return host == null || chain.length > 0 && PeerCertificate.isFor(chain[0], host);
    }

    /**
     * Whether what is for this host may go to a peer that has opened the connection: that it is there proves an address,
     * but only its certificate a name (RFC 5923 8.2).
     */
    boolean carries(String forHost) {
        return processor.kind() != Transport.TLS || PeerCertificate.isAddress(forHost)
            || PeerCertificate.names(tls(), forHost, peer.getAddress());
    }

    /**
     * What the peer's Via says about where else it is reached. Its own port is one where it may listen; to take another
     * for its own, RFC 5923 8.2 wants to know by its certificate who it is.
     */
    void namedBy(Via via) {
        listening = listening || via.getPort() == peer.getPort();
        if (via.hasParameter(ALIAS) && processor.kind() == Transport.TLS && via.getPort() > 0 && alias == null
            && PeerCertificate.names(tls(), via.getHost(), peer.getAddress())) {
            alias = new InetSocketAddress(peer.getAddress(), via.getPort());
            processor.alias(alias, this);
        }
    }

    /** Other address of the peer that this connection stands for; null when there is none. */
    InetSocketAddress alias() {
        return alias;
    }

    /** Whether the peer has opened it. */
    boolean fromOutside() {
        return fromOutside;
    }

    /** Whether nobody can be expected to listen at the peer's address once the connection is gone. */
    boolean ephemeral() {
        return fromOutside && !listening;
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    StreamChannel messages() {
        return messages;
    }

    /**
     * Sends a message, now or once the connection has come about.
     *
     * @param lost run when it could not be sent after all, on the event loop
     * @throws IOException when that is known at once
     */
    void send(byte[] bytes, Runnable lost) throws IOException {
        synchronized (this) {
            if (state == State.NEW) {
                state = State.CONNECTING;
                processor.connect(this);
            }
            if (state == State.CONNECTING) {
                await(new Waiting(bytes, lost));
                return;
            }
        }
        if (state == State.CLOSED) {
            processor.meters().gone();
            throw new IOException("the connection with " + peer + " is closed");
        }
        if (!channel.isWritable()) {
            processor.meters().cut("stalled");
            close();
            throw new IOException(peer + " does not read what it is sent");
        }
        write(bytes, lost);
    }

    private void await(Waiting message) throws IOException {
        if (waitingBytes + message.bytes.length > processor.settings().maxWriteQueue()) {
            throw new IOException("too much waits for a connection to " + peer);
        }
        waitingBytes += message.bytes.length;
        waiting.add(message);
    }

    private void write(byte[] bytes, Runnable lost) {
        channel.writeAndFlush(processor.kind().webSocket() ? frame(bytes) : Unpooled.wrappedBuffer(bytes))
            .addListener(sent -> {
                if (!sent.isSuccess()) {
                    lost.run();
                }
            });
    }

    /** RFC 7118 5.2: text, unless the message is none. */
    private static Object frame(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return new TextWebSocketFrame(Unpooled.wrappedBuffer(bytes));
        } catch (CharacterCodingException e) {
            return new BinaryWebSocketFrame(Unpooled.wrappedBuffer(bytes));
        }
    }

    /** The connection has come about. */
    void opened(Channel with) {
        synchronized (this) {
            channel = with;
            state = State.OPEN;
            // before others may send: what has waited goes first
            waiting.forEach(message -> write(message.bytes, message.lost));
            waiting.clear();
        }
    }

    /** The connection has ended, or never came about. */
    void closed() {
        Queue<Waiting> left;
        synchronized (this) {
            state = State.CLOSED;
            left = new ArrayDeque<>(waiting);
            waiting.clear();
        }
        processor.remove(this);
        left.forEach(message -> message.lost.run());
    }

    /**
     * Takes back what waits for the connection.
     *
     * @param lost as it was given
     * @return whether it still waited
     */
    synchronized boolean withdraw(Runnable lost) {
        return waiting.removeIf(message -> message.lost == lost);
    }

    void close() {
        Channel open = channel;
        if (open != null) {
            open.close();
        }
    }

    /** @return what TLS has agreed on; null when there is no TLS */
    SSLSession tls() {
        return channel == null ? null : tls(channel);
    }

    static SSLSession tls(Channel channel) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        return tls == null ? null : tls.engine().getSession();
    }
}
