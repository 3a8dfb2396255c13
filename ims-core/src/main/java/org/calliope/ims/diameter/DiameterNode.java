package org.calliope.ims.diameter;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import org.calliope.ims.cx.CxClient;
import org.calliope.ims.cx.CxHandler;
import org.calliope.ims.node.DiameterEndpoint;
import org.calliope.ims.trace.Trace;

/**
 * A Diameter node (RFC 6733) with the Cx application, over TCP, on jdiameter. Several may run in one process.
 * Methods may be called on any thread.
 */
public final class DiameterNode implements AutoCloseable {

    private final String originHost;
    private final Trace trace;
    private final NodeTraffic traffic;
    private final PeerStack stack;
    private final Optional<CxClient> cx;
    private final int port;

    private DiameterNode(String originHost, Trace trace, NodeTraffic traffic, PeerStack stack, Optional<CxClient> cx,
                         int port) {
        this.originHost = originHost;
        this.trace = trace;
        this.traffic = traffic;
        this.stack = stack;
        this.cx = cx;
        this.port = port;
    }

    /**
     * A node that asks. It connects in the background, and again about every second after the connection was lost;
     * that the peer is away is no failure here.
     *
     * @param originHost its Diameter identity, {@code icscf.ims.example}: no two nodes of a network may share it
     * @param realm      its realm, which is also the server's
     * @param timeout    how long to wait for an answer, accurate to 50 ms
     */
    public static DiameterNode client(String originHost, String realm, PeerAddress server, Duration timeout,
                                      Trace trace, MeterRegistry meters) {
        CommonAvps common = new CommonAvps(originHost, realm);
        Pending pending = new Pending(new SecureRandom().nextInt(), timeout.toNanos());
        NodeTraffic traffic = new NodeTraffic(common, new MessageLog(originHost, trace), pending, Optional.empty(),
                meters);
        PeerStack stack = PeerStack.start(originHost, pending::expire,
                loop -> StackConfiguration.client(originHost, realm, server, loop, traffic),
                parser -> traffic.start(new Replies(common, parser)));
        CxClient cx = new CxOverDiameter(common, server.originHost(), stack.parser(), pending, traffic::link,
                System.currentTimeMillis() / Duration.ofSeconds(1).toMillis());
        trace.local(originHost);
        return new DiameterNode(originHost, trace, traffic, stack, Optional.of(cx), 0);
    }

    /**
     * A node that answers. It takes every peer that shares the Cx application with it.
     *
     * @param listen  loopback or another own address; port 0 takes a free one, see {@link #port}
     * @param handler called on up to eight worker threads; up to 2,000 requests wait for one, what comes beyond is
     *                answered TOO_BUSY
     * @throws UncheckedIOException when the address cannot be bound; its message says which
     */
    public static DiameterNode server(String originHost, String realm, DiameterEndpoint listen, Trace trace,
                                      MeterRegistry meters, CxHandler handler) {
        return server(originHost, realm, listen, trace, meters, handler, CxServer.Limits.DEFAULT);
    }

    static DiameterNode server(String originHost, String realm, DiameterEndpoint listen, Trace trace,
                               MeterRegistry meters, CxHandler handler, CxServer.Limits limits) {
        ServerSocketChannel listening = bind(listen);
        int port = listening.socket().getLocalPort();
        CommonAvps common = new CommonAvps(originHost, realm);
        CxServer server = new CxServer(common, handler, limits, meters);
        Pending pending = new Pending(0, 0);
        NodeTraffic traffic = new NodeTraffic(common, new MessageLog(originHost, trace), pending, Optional.of(server),
                meters);
        PeerStack stack = PeerStack.start(originHost, () -> { },
                loop -> StackConfiguration.server(originHost, realm, listen.host(), port, listening, loop, traffic),
                parser -> traffic.start(new Replies(common, parser)));
        trace.local(originHost);
        return new DiameterNode(originHost, trace, traffic, stack, Optional.empty(), port);
    }

    private static ServerSocketChannel bind(DiameterEndpoint listen) {
        try {
            ServerSocketChannel channel = ServerSocketChannel.open();
            try {
                channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                channel.bind(new InetSocketAddress(listen.host(), listen.port()));
                channel.configureBlocking(false);
                return channel;
            } catch (IOException | RuntimeException failed) {
                channel.close();
                throw failed;
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("Diameter cannot listen on " + listen + ": " + failed.getMessage(), failed);
        }
    }

    /** @throws IllegalStateException on a server */
    public CxClient cx() {
        return cx.orElseThrow(() -> new IllegalStateException("a Diameter server does not ask"));
    }

    /** @return whether there is a peer that requests can be sent to */
    public boolean connected() {
        Link link = traffic.link();
        return link != null && link.isOpen();
    }

    /** @return the bound port of a server, 0 for a client */
    public int port() {
        return port;
    }

    /** Takes leave of the peers (DPR), ends all threads, and fails what still waits for an answer. */
    @Override
    public void close() {
        traffic.close();
        stack.close();
        trace.notLocal(originHost);
    }
}
