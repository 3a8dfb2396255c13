package org.calliope.ims.container.transport;

import gov.nist.core.HostPort;
import gov.nist.javax.sip.ThreadAffinityTask;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.MessageGate;
import gov.nist.javax.sip.stack.MessageProcessor;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One listening point for connections, and the connections that belong to it. Any thread. */
public final class StreamProcessor extends MessageProcessor {

    private static final Logger LOG = LoggerFactory.getLogger(StreamProcessor.class);
    private static final int BACKLOG = 1024;

    /** @param host over TLS whom a connection of ours is for: two names at one address are two servers; else null */
    private record Key(InetSocketAddress address, String host) { }

    private final StreamTransports owner;
    private final Transport kind;
    private final Map<Key, Connection> connections = new ConcurrentHashMap<>();
    private final MessageGate gate;
    private final String here;
    private Channel server;

    StreamProcessor(StreamTransports owner, SIPTransactionStack stack, InetAddress address, int port, Transport kind) {
        super(address, port, kind.label(), stack);
        this.owner = owner;
        this.kind = kind;
        this.gate = ((MessageGate.Holder) stack).gate();
        this.here = address.getHostAddress() + ':' + port;
    }

    @Override
    public void start() throws IOException {
        ChannelFuture bound = new ServerBootstrap().group(owner.loops()).channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, waterMark())
            .childHandler(new StreamPipeline(this, owner))
            .bind(getIpAddress(), getPort()).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(bound.cause().getMessage(), bound.cause());
        }
        server = bound.channel();
    }

    private WriteBufferWaterMark waterMark() {
        return new WriteBufferWaterMark(settings().maxWriteQueue() / 2, settings().maxWriteQueue());
    }

    /** Opens a connection of ours, from the listening point's address. */
    void connect(Connection connection) {
        new Bootstrap().group(owner.loops()).channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) settings().connectTimeout().toMillis())
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, waterMark())
            .handler(new StreamPipeline(this, owner, connection))
            .connect(connection.peer(), new InetSocketAddress(getIpAddress(), 0))
            .addListener(done -> {
                if (!done.isSuccess()) {
                    LOG.debug("no connection to {}: {}", connection.peer(), done.cause().toString());
                    connection.closed();
                }
            });
    }

    Connection accepted(Channel channel) {
        Connection connection = Connection.accepted(this, channel);
        owner.departed().invalidate(connection.peer());
        connections.put(key(connection), connection);
        return connection;
    }

    private Key key(Connection connection) {
        return key(connection.peer(), connection.host());
    }

    private Key key(InetSocketAddress peer, String host) {
        return new Key(peer, kind == Transport.TLS && host != null ? host.toLowerCase(Locale.ROOT) : null);
    }

    /** Requests for another address of the peer's go over its connection too (RFC 5923 5). */
    void alias(InetSocketAddress address, Connection connection) {
        connections.putIfAbsent(key(address, null), connection);
    }

    void remove(Connection connection) {
        if (connection.fromOutside()) {
            owner.ended(connection, kind);
        }
        if (connections.remove(key(connection), connection) && connection.ephemeral()) {
            owner.departed().put(connection.peer(), true);
        }
        if (connection.alias() != null) {
            connections.remove(key(connection.alias(), null), connection);
        }
    }

    /**
     * @param host name or address whose server is wanted there, as the URI has it that was located
     * @return the connection with this peer, opened when something is sent; one over which nothing can be sent when only
     *         the peer can open it
     */
    Connection connection(InetSocketAddress peer, String host) {
        Connection theirs = connections.get(key(peer, null));
        if (theirs != null && theirs.carries(host)) {
            return theirs;
        }
        Connection ours = connections.get(key(peer, host));
        if (ours != null) {
            return ours;
        }
        // RFC 7118 5: who speaks WebSocket takes no connections
        if (kind.webSocket() || owner.departed().getIfPresent(peer) != null || listens(peer)) {
            return Connection.gone(this, peer);
        }
        return connections.computeIfAbsent(key(peer, host), k -> Connection.to(this, peer, host));
    }

    boolean listens(InetSocketAddress address) {
        return ((StreamHost) sipStack).listens(address.getAddress(), address.getPort(), kind.label());
    }

    /** Work on a message, after what came before for the same call. */
    void work(String callId, Runnable task) {
        try {
            sipStack.getSelfRoutingThreadpoolExecutor().execute(new ThreadAffinityTask() {
                @Override
                public Object getThreadHash() {
                    return callId;
                }

                @Override
                public void run() {
                    task.run();
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("the stack is ending: {}", e.toString());
        }
    }

    MessageGate gate() {
        return gate;
    }

    /** {@code host:port} of this listening point. */
    String here() {
        return here;
    }

    /** What is spoken here. */
    public Transport kind() {
        return kind;
    }

    StreamSettings settings() {
        return owner.settings();
    }

    StreamMeters meters() {
        return owner.meters();
    }

    @Override
    public void stop() {
        if (server != null) {
            server.close().awaitUninterruptibly();
        }
        List.copyOf(connections.values()).forEach(Connection::close);
    }

    @Override
    public MessageChannel createMessageChannel(HostPort target) throws IOException {
        return createMessageChannel(target.getInetAddress(), target.getPort());
    }

    @Override
    public MessageChannel createMessageChannel(InetAddress host, int port) {
        return createMessageChannel(host, port, host.getHostAddress());
    }

    /** @param wanted what was looked up to find the address, an address when nothing was: over TLS the peer has to prove it */
    public StreamChannel createMessageChannel(InetAddress host, int port, String wanted) {
        return connection(new InetSocketAddress(host, port > 0 ? port : kind.defaultPort()), wanted).messages();
    }

    @Override
    public SIPTransactionStack getSIPStack() {
        return sipStack;
    }

    @Override
    public int getDefaultTargetPort() {
        return kind.defaultPort();
    }

    @Override
    public boolean isSecure() {
        return kind.secure();
    }

    @Override
    public int getMaximumMessageSize() {
        return Integer.MAX_VALUE;
    }

    @Override
    public boolean inUse() {
        return !connections.isEmpty();
    }
}
