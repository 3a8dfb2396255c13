package org.calliope.ims.diameter;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jdiameter.api.Configuration;
import org.jdiameter.client.api.io.IConnection;
import org.jdiameter.client.api.io.IConnectionListener;
import org.jdiameter.client.api.parser.IMessageParser;
import org.jdiameter.common.api.concurrent.IConcurrentFactory;
import org.jdiameter.server.api.io.INetworkConnectionListener;
import org.jdiameter.server.api.io.INetworkGuard;
import org.jdiameter.server.api.io.ITransportLayerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives jdiameter our connections. Public, with one constructor, because jdiameter's container creates it by name. */
public final class Links implements ITransportLayerFactory {

    private static final Logger LOG = LoggerFactory.getLogger(Links.class);

    private static final Duration GREETING = Duration.ofSeconds(3);

    private final StackConfiguration configuration;
    private final IMessageParser parser;

    public Links(Configuration configuration, IMessageParser parser) {
        this.configuration = (StackConfiguration) configuration;
        this.parser = parser;
    }

    @Override
    public IConnection createConnection(InetAddress remote, IConcurrentFactory threads, int remotePort,
                                        InetAddress local, int localPort, String security) {
        PeerAddress server = configuration.server(remote);
        return link(server.host(), server.port(), server.originHost());
    }

    @Override
    public IConnection createConnection(InetAddress remote, IConcurrentFactory threads, int remotePort,
                                        InetAddress local, int localPort, IConnectionListener listener,
                                        String security) {
        IConnection link = createConnection(remote, threads, remotePort, local, localPort, security);
        link.addConnectionListener(listener);
        return link;
    }

    @Override
    public INetworkGuard createNetworkGuard(InetAddress address, int port) {
        Guard guard = new Guard();
        configuration.listening().ifPresent(channel -> configuration.loop().execute(() -> guard.register(channel)));
        return guard;
    }

    @Override
    public INetworkGuard createNetworkGuard(InetAddress address, int port, INetworkConnectionListener listener) {
        INetworkGuard guard = createNetworkGuard(address, port);
        guard.addListener(listener);
        return guard;
    }

    @Override
    public INetworkGuard createNetworkGuard(InetAddress[] addresses, int port) {
        return createNetworkGuard(addresses[0], port);
    }

    @Override
    public INetworkGuard createNetworkGuard(InetAddress[] addresses, int port, INetworkConnectionListener listener) {
        return createNetworkGuard(addresses[0], port, listener);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        throw new IllegalArgumentException("wraps nothing");
    }

    private Link link(String host, int port, String peer) {
        return new Link(host, port, peer, parser, configuration.loop(), configuration.traffic());
    }

    /** Accepts on the channel that the node has bound already; a client has none. */
    private final class Guard implements INetworkGuard {

        private final List<INetworkConnectionListener> listeners = new CopyOnWriteArrayList<>();

        void register(ServerSocketChannel channel) {
            try {
                configuration.loop().register(channel, SelectionKey.OP_ACCEPT, key -> accept(channel));
            } catch (IOException failed) {
                LOG.error("{} accepts no connections: {}", channel, failed.toString());
            }
        }

        private void accept(ServerSocketChannel server) {
            try {
                SocketChannel channel = server.accept();
                if (channel != null) {
                    accepted(channel);
                }
            } catch (IOException failed) {
                LOG.warn("A connection was not accepted: {}", failed.toString());
            }
        }

        private void accepted(SocketChannel channel) throws IOException {
            InetSocketAddress remote = (InetSocketAddress) channel.getRemoteAddress();
            Link link = link(remote.getAddress().getHostAddress(), remote.getPort(), "");
            listeners.forEach(listener -> listener.newNetworkConnection(link));
            link.accepted(channel);
            // a scan, or a peer that came back while jdiameter still takes leave of it and answers no CER
            configuration.loop().after(GREETING, link::endUnlessOpen);
        }

        @Override
        public void addListener(INetworkConnectionListener listener) {
            listeners.add(listener);
        }

        @Override
        public void remListener(INetworkConnectionListener listener) {
            listeners.remove(listener);
        }

        @Override
        public void destroy() {
            configuration.listening().ifPresent(channel -> {
                try {
                    channel.close();
                    configuration.loop().wakeup(); // else the port stays taken until the next select
                } catch (IOException failed) {
                    LOG.debug("Closing {}: {}", channel, failed.toString());
                }
            });
        }
    }
}
