package org.calliope.ims.container.transport;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * SIP over connections: TCP, TLS, WebSocket and secure WebSocket (RFC 3261 18, RFC 7118) on both versions of IP. A few
 * threads read and write all of them and cut them into messages; everything else is done by the stack's threads. Any
 * thread.
 */
public final class StreamTransports implements AutoCloseable {

    private static final int THREADS = 2;
    private static final long ADDRESSES = 100_000;
    private static final Duration DEPARTED_FOR = Duration.ofHours(2);
    private static final Duration UDP_ONLY_FOR = Duration.ofHours(1);

    private final StreamSettings settings;
    private final StreamMeters meters;
    private final ConnectionLimits limits;
    private final TlsContexts tls;
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(THREADS, new DefaultThreadFactory("sip-stream", true),
        NioIoHandler.newFactory());
    private volatile BiConsumer<InetSocketAddress, String> ended = (peer, transport) -> { };
    private final Map<InetSocketAddress, StreamProcessor> tcp = new ConcurrentHashMap<>();
    private final Cache<InetSocketAddress, Boolean> departed = addresses(DEPARTED_FOR);
    private final Cache<InetSocketAddress, Boolean> udpOnly = addresses(UDP_ONLY_FOR);

    public StreamTransports(StreamSettings settings, TlsContexts tls, MeterRegistry registry) {
        this.settings = settings;
        this.tls = tls;
        this.meters = new StreamMeters(registry);
        this.limits = new ConnectionLimits(settings.maxConnections(), settings.maxConnectionsPerAddress(), meters);
        // started here they inherit nothing of the application that happens to send first
        loops.forEach(loop -> loop.execute(() -> { }));
    }

    private static Cache<InetSocketAddress, Boolean> addresses(Duration kept) {
        return Caffeine.newBuilder().maximumSize(ADDRESSES).expireAfterWrite(kept).executor(Runnable::run).build();
    }

    /** A listening point's half in the stack; it listens once it is started. */
    public StreamProcessor processor(SIPTransactionStack stack, InetAddress address, int port, Transport kind) {
        StreamProcessor processor = new StreamProcessor(this, stack, address, port, kind);
        if (kind == Transport.TCP) {
            tcp.put(new InetSocketAddress(address, port), processor);
        }
        return processor;
    }

    /**
     * The way for requests that are too long for UDP (RFC 3261 18.1.1), from a UDP listening point that is one for TCP too.
     *
     * @return empty when the peer is known to speak UDP only, or this listening point is
     */
    public Optional<LargeRequests> largeRequests(InetAddress local, int localPort, InetSocketAddress peer, LargeRequests.Udp udp) {
        StreamProcessor processor = tcp.get(new InetSocketAddress(local, localPort));
        return processor == null || udpOnly.getIfPresent(peer) != null ? Optional.empty()
            : Optional.of(new LargeRequests(processor, processor.connection(peer, peer.getAddress().getHostAddress()), udp, () -> udpOnly.put(peer, true)));
    }

    /** {@link org.calliope.ims.node.ContainerExtensions#FLOW_ENDED}. */
    public void whenEnded(BiConsumer<InetSocketAddress, String> listener) {
        ended = listener;
    }

    void ended(Connection connection, Transport kind) {
        ended.accept(connection.peer(), kind.name().toLowerCase(Locale.ROOT));
    }

    StreamSettings settings() {
        return settings;
    }

    StreamMeters meters() {
        return meters;
    }

    ConnectionLimits limits() {
        return limits;
    }

    TlsContexts tls() {
        return tls;
    }

    EventLoopGroup loops() {
        return loops;
    }

    /** Addresses from which a peer had come: nobody listens there. */
    Cache<InetSocketAddress, Boolean> departed() {
        return departed;
    }

    /** To be called when the stack has ended; returns when no thread runs. */
    @Override
    public void close() {
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
