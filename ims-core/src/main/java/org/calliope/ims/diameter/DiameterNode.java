package org.calliope.ims.diameter;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.calliope.ims.cx.CxClient;
import org.calliope.ims.cx.CxHandler;
import org.calliope.ims.diameter.Questions.Route;
import org.calliope.ims.diameter.StackConfiguration.Watchdog;
import org.calliope.ims.node.DiameterEndpoint;
import org.calliope.ims.rf.RfClient;
import org.calliope.ims.sh.ShClient;
import org.calliope.ims.sh.ShHandler;
import org.calliope.ims.trace.Trace;
import org.jdiameter.client.api.parser.IMessageParser;

/**
 * A Diameter node (RFC 6733) with the Cx, Sh or Rf applications, over TCP, on jdiameter. Several may run in one process.
 * Methods may be called on any thread.
 */
public final class DiameterNode implements AutoCloseable {

    private static final Duration PUSH_TIMEOUT = Duration.ofSeconds(5);

    private final CommonAvps common;
    private final Trace trace;
    private final NodeTraffic traffic;
    private final PeerStack stack;
    private final Questions questions;
    private final Optional<ClientRules> client;
    private final int port;

    private DiameterNode(CommonAvps common, Trace trace, NodeTraffic traffic, PeerStack stack, Questions questions,
                         Optional<ClientRules> client, int port) {
        this.common = common;
        this.trace = trace;
        this.traffic = traffic;
        this.stack = stack;
        this.questions = questions;
        this.client = client;
        this.port = port;
        trace.local(common.originHost());
    }

    /**
     * A CSCF that asks one HSS, and takes nothing from it unasked.
     *
     * @param timeout how long to wait for an answer, accurate to 50 ms
     */
    public static DiameterNode client(String originHost, String realm, PeerAddress server, Duration timeout,
                                      Trace trace, MeterRegistry meters) {
        return client(originHost, realm, ClientRules.cx(List.of(server), timeout), trace, meters);
    }

    /**
     * A node that asks. It connects in the background, and again some times a second while there is no connection;
     * that the peer is away is no failure here.
     *
     * @param originHost its Diameter identity, {@code icscf.ims.example}: no two nodes of a network may share it
     * @param realm      its realm, which is also the server's
     */
    public static DiameterNode client(String originHost, String realm, ClientRules rules, Trace trace,
                                      MeterRegistry meters) {
        CommonAvps common = new CommonAvps(originHost, realm);
        Pending pending = new Pending(new SecureRandom().nextInt(), rules.timeout().toNanos());
        RequestServer server = new RequestServer(common, List.of(new PushApplication(rules.application(),
                rules.cxPush(), rules.shPush(), rules.features())), RequestServer.Limits.CLIENT, System::nanoTime, meters);
        NodeTraffic traffic = new NodeTraffic(common, new MessageLog(originHost, trace), pending, server, meters);
        List<Long> applications = List.of(rules.application());
        AtomicReference<Questions> questions = new AtomicReference<>();
        PeerStack stack = PeerStack.start(originHost, applications, pending::expire,
                loop -> StackConfiguration.client(common, applications, rules.servers(), rules.watchdog(), loop,
                        traffic),
                parser -> {
                    questions.set(questions(common, parser, pending, rules.features(), meters));
                    traffic.start(new Replies(common, parser), questions.get());
                });
        return new DiameterNode(common, trace, traffic, stack, questions.get(), Optional.of(rules), 0);
    }

    private static Questions questions(CommonAvps common, IMessageParser parser, Pending pending,
                                       List<SupportedFeatures> features, MeterRegistry meters) {
        return new Questions(common, parser, pending, features,
                System.currentTimeMillis() / Duration.ofSeconds(1).toMillis(), meters);
    }

    /** An HSS that answers Cx alone. */
    public static DiameterNode server(String originHost, String realm, DiameterEndpoint listen, Trace trace,
                                      MeterRegistry meters, CxHandler handler) {
        return server(originHost, realm, listen, trace, meters, List.of(new CxApplication(handler)),
                RequestServer.Limits.DEFAULT, System::nanoTime);
    }

    /**
     * An HSS. It takes every peer that shares the Cx or the Sh application with it.
     *
     * @param listen      loopback or another own address; port 0 takes a free one, see {@link #port}
     * @param longestWait a request that has waited longer for a worker is answered TOO_BUSY
     * @param cx          called, as {@code sh} is, on up to eight worker threads; up to 2,000 requests wait for one,
     *                    what comes beyond is answered TOO_BUSY
     * @throws UncheckedIOException when the address cannot be bound; its message says which
     */
    public static DiameterNode server(String originHost, String realm, DiameterEndpoint listen, Trace trace,
                                      MeterRegistry meters, Duration longestWait, CxHandler cx, ShHandler sh) {
        return server(originHost, realm, listen, trace, meters,
                List.of(new CxApplication(cx), new ShApplication(sh)),
                RequestServer.Limits.DEFAULT.waiting(longestWait), System::nanoTime);
    }

    static DiameterNode server(String originHost, String realm, DiameterEndpoint listen, Trace trace,
                               MeterRegistry meters, List<Application> applications, RequestServer.Limits limits,
                               LongSupplier nanos) {
        ServerSocketChannel listening = bind(listen);
        DiameterEndpoint bound = new DiameterEndpoint(listen.host(), listening.socket().getLocalPort());
        CommonAvps common = new CommonAvps(originHost, realm);
        Pending pending = new Pending(new SecureRandom().nextInt(), PUSH_TIMEOUT.toNanos());
        RequestServer server = new RequestServer(common, applications, limits, nanos, meters);
        NodeTraffic traffic = new NodeTraffic(common, new MessageLog(originHost, trace), pending, server, meters);
        List<Long> announced = applications.stream().map(Application::id).toList();
        AtomicReference<Questions> questions = new AtomicReference<>();
        PeerStack stack = PeerStack.start(originHost, announced, pending::expire,
                loop -> StackConfiguration.server(common, announced, bound, listening, Watchdog.DEFAULT, loop,
                        traffic),
                parser -> {
                    questions.set(questions(common, parser, pending, List.of(), meters));
                    traffic.start(new Replies(common, parser), questions.get());
                });
        return new DiameterNode(common, trace, traffic, stack, questions.get(), Optional.empty(), bound.port());
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

    /** @throws IllegalStateException when this is no client with Cx */
    public CxClient cx() {
        return new CxOverDiameter(questions, hss(Dictionary.CX_APPLICATION));
    }

    /** @throws IllegalStateException when this is no client with Sh */
    public ShClient sh() {
        return new ShOverDiameter(questions, hss(Dictionary.SH_APPLICATION));
    }

    /**
     * @param destinationRealm of the charging functions
     * @throws IllegalStateException when this is no client with Rf
     */
    public RfClient rf(String destinationRealm) {
        rules(Dictionary.ACCOUNTING_APPLICATION);
        return new RfOverDiameter(common, questions, traffic, destinationRealm);
    }

    private ClientRules rules(long application) {
        return client.filter(known -> known.application() == application)
                .orElseThrow(() -> new IllegalStateException("this Diameter node does not ask so"));
    }

    private Route hss(long application) {
        ClientRules rules = rules(application);
        List<String> hosts = rules.servers().stream().map(PeerAddress::originHost).toList();
        return new Route(String.join(" or ", hosts), except -> first(hosts, except));
    }

    /** RFC 6733 5.5.4: the first that is there, so it falls back to the primary as soon as that is. */
    private Link first(List<String> hosts, Link except) {
        for (String host : hosts) {
            Link link = traffic.link(host);
            if (link != null && link != except && link.isOpen()) {
                return link;
            }
        }
        return null;
    }

    /**
     * What an HSS tells its peers.
     *
     * @throws IllegalStateException on a client
     */
    public HssPeers peers() {
        if (client.isPresent()) {
            throw new IllegalStateException("a client of the HSS has no peers of its own");
        }
        return new PeersOverDiameter(questions, traffic);
    }

    /** @return whether there is a peer that requests can be sent to */
    public boolean connected() {
        return traffic.connected();
    }

    /** @return complete when there is such a peer for the first time */
    public CompletionStage<Void> firstConnected() {
        CompletableFuture<Void> first = new CompletableFuture<>();
        traffic.onConnected(peer -> first.complete(null));
        return first;
    }

    boolean connected(String host) {
        Link link = traffic.link(host);
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
        trace.notLocal(common.originHost());
    }
}
