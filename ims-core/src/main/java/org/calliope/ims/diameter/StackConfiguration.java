package org.calliope.ims.diameter;

import java.net.InetAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.calliope.ims.node.DiameterEndpoint;
import org.jdiameter.api.Configuration;
import org.jdiameter.client.impl.helpers.AppConfiguration;
import org.jdiameter.client.impl.helpers.ExtensionPoint;
import org.jdiameter.common.api.concurrent.IConcurrentFactory.ScheduledExecServices;
import org.jdiameter.server.impl.helpers.EmptyConfiguration;
import org.jdiameter.server.impl.helpers.Parameters;

/**
 * What jdiameter is told about a node, without XML; it also carries what our transport needs, since jdiameter creates
 * that itself. Everything optional that costs threads or time is off: statistics, validation, duplicate detection and
 * the request table (whose size is a static of jdiameter, so all nodes of a process must and do agree on it).
 */
final class StackConfiguration extends EmptyConfiguration {

    /** Tc of RFC 6733 2.1; an HSS that starts at the same time is soon there. */
    private static final long RECONNECT_MILLIS = Duration.ofMillis(250).toMillis();
    private static final long EXCHANGE_MILLIS = Duration.ofSeconds(1).toMillis();
    private static final long DISCONNECT_MILLIS = Duration.ofMillis(500).toMillis();
    private static final int PEER_QUEUE = 1_000;
    private static final String PRODUCT = "Calliope IMS";
    private static final String LOCAL = "LOCAL";
    /**
     * jdiameter must have an address that resolves at once; {@link Link} looks up the real one when it connects. The
     * last byte says which server it is.
     */
    private static final String UNUSED_ADDRESSES = "127.0.0.";
    /** As many as the last byte of an address can tell apart, by far. */
    static final int MOST_SERVERS = 16;

    /**
     * RFC 6733 5.5, RFC 3539 3.4.1.
     *
     * @param quiet  after this long without a message a DWR is sent
     * @param answer how long to wait for its DWA; after as long again the connection is given up
     */
    record Watchdog(Duration quiet, Duration answer) {

        static final Watchdog DEFAULT = new Watchdog(Duration.ofSeconds(20), Duration.ofSeconds(5));
    }

    private final transient Loop loop;
    private final transient Traffic traffic;
    private final transient Optional<ServerSocketChannel> listening;
    private final transient List<PeerAddress> servers;

    private StackConfiguration(Loop loop, Traffic traffic, Watchdog watchdog, Optional<ServerSocketChannel> listening,
                               List<PeerAddress> servers) {
        super(true);
        this.loop = loop;
        this.traffic = traffic;
        this.listening = listening;
        this.servers = servers;
        add(Parameters.PeerFSMThreadCount, 1)
                .add(Parameters.QueueSize, PEER_QUEUE)
                .add(Parameters.RecTimeOut, RECONNECT_MILLIS)
                .add(Parameters.CeaTimeOut, EXCHANGE_MILLIS)
                .add(Parameters.IacTimeOut, watchdog.quiet().toMillis())
                .add(Parameters.DwaTimeOut, watchdog.answer().toMillis())
                .add(Parameters.DpaTimeOut, DISCONNECT_MILLIS)
                .add(Parameters.RequestTable, children(
                        part().add(Parameters.RequestTableSize, 0).add(Parameters.RequestTableClearSize, 0)))
                .add(Parameters.Concurrent, Stream.of(ScheduledExecServices.values())
                        .map(service -> part().add(Parameters.ConcurrentEntityName, service.name())
                                .add(Parameters.ConcurrentEntityPoolSize, 1)).toArray(Configuration[]::new));
        AppConfiguration internal = (AppConfiguration) getChildren(Parameters.Extensions.ordinal())[0];
        internal.add(ExtensionPoint.InternalTransportFactory, Links.class.getName());
    }

    static StackConfiguration client(CommonAvps node, List<Long> applications, List<PeerAddress> servers,
                                     Watchdog watchdog, Loop loop, Traffic traffic) {
        StackConfiguration configuration = new StackConfiguration(loop, traffic, watchdog, Optional.empty(), servers);
        List<String> hosts = new ArrayList<>(List.of(node.originHost()));
        Configuration[] peers = new Configuration[servers.size()];
        for (int i = 0; i < peers.length; i++) {
            PeerAddress server = servers.get(i);
            hosts.add(server.originHost());
            peers[i] = part()
                    .add(Parameters.PeerName, new DiameterEndpoint(server.originHost(), server.port()).uri())
                    .add(Parameters.PeerIp, UNUSED_ADDRESSES + i)
                    .add(Parameters.PeerAttemptConnection, true)
                    .add(Parameters.PeerRating, 1);
        }
        String self = new DiameterEndpoint(node.originHost(), servers.get(0).port()).uri();
        configuration.self(self, node.realm(), UNUSED_ADDRESSES + 0, hosts, applications);
        configuration.add(Parameters.PeerTable, peers);
        return configuration;
    }

    static StackConfiguration server(CommonAvps node, List<Long> applications, DiameterEndpoint listen,
                                     ServerSocketChannel listening, Watchdog watchdog, Loop loop, Traffic traffic) {
        StackConfiguration configuration =
                new StackConfiguration(loop, traffic, watchdog, Optional.of(listening), List.of());
        configuration.self(new DiameterEndpoint(node.originHost(), listen.port()).uri(), node.realm(), listen.host(),
                List.of(node.originHost()), applications);
        configuration.add(Parameters.AcceptUndefinedPeer, true);
        return configuration;
    }

    private void self(String uri, String realm, String address, List<String> hosts, List<Long> applications) {
        add(Parameters.OwnDiameterURI, uri)
                .add(Parameters.OwnRealm, realm)
                .add(Parameters.OwnVendorID, Dictionary.VENDOR_3GPP)
                .add(Parameters.OwnProductName, PRODUCT)
                .add(Parameters.OwnIPAddresses, children(part().add(Parameters.OwnIPAddress, address)))
                .add(Parameters.RealmTable, children(part().add(Parameters.RealmEntry, applications.stream()
                        .map(application -> realm(realm, hosts, application)).toArray(Configuration[]::new))));
    }

    private static Configuration realm(String realm, List<String> hosts, long application) {
        boolean accounting = application == Dictionary.ACCOUNTING_APPLICATION;
        return part()
                .add(Parameters.ApplicationId, children(part()
                        .add(Parameters.VendorId, accounting ? 0 : Dictionary.VENDOR_3GPP)
                        .add(accounting ? Parameters.AcctApplId : Parameters.AuthApplId, application)))
                .add(Parameters.RealmName, realm)
                .add(Parameters.RealmHosts, String.join(",", hosts))
                .add(Parameters.RealmLocalAction, LOCAL);
    }

    private static AppConfiguration part() {
        return new EmptyConfiguration(false) { };
    }

    private static Configuration[] children(Configuration... children) {
        return children;
    }

    Loop loop() {
        return loop;
    }

    Traffic traffic() {
        return traffic;
    }

    Optional<ServerSocketChannel> listening() {
        return listening;
    }

    /** @return the server that a client connects to when jdiameter wants this address */
    PeerAddress server(InetAddress unused) {
        byte[] address = unused.getAddress();
        return servers.get(address[address.length - 1]);
    }
}
