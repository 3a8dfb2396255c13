package org.calliope.ims.diameter;

import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
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

    private static final long RECONNECT_MILLIS = Duration.ofSeconds(1).toMillis();
    private static final long EXCHANGE_MILLIS = Duration.ofSeconds(1).toMillis();
    private static final long WATCHDOG_MILLIS = Duration.ofSeconds(20).toMillis();
    private static final long WATCHDOG_ANSWER_MILLIS = Duration.ofSeconds(5).toMillis();
    private static final long DISCONNECT_MILLIS = Duration.ofMillis(500).toMillis();
    private static final int PEER_QUEUE = 1_000;
    private static final String PRODUCT = "Calliope IMS";
    private static final String LOCAL = "LOCAL";
    /** jdiameter must have an address that resolves at once; {@link Link} looks up the real one when it connects. */
    private static final String UNUSED_ADDRESS = "127.0.0.1";

    private final transient Loop loop;
    private final transient Traffic traffic;
    private final transient Optional<ServerSocketChannel> listening;
    private final transient Optional<PeerAddress> server;

    private StackConfiguration(Loop loop, Traffic traffic, Optional<ServerSocketChannel> listening,
                               Optional<PeerAddress> server) {
        super(true);
        this.loop = loop;
        this.traffic = traffic;
        this.listening = listening;
        this.server = server;
        add(Parameters.PeerFSMThreadCount, 1)
                .add(Parameters.QueueSize, PEER_QUEUE)
                .add(Parameters.RecTimeOut, RECONNECT_MILLIS)
                .add(Parameters.CeaTimeOut, EXCHANGE_MILLIS)
                .add(Parameters.IacTimeOut, WATCHDOG_MILLIS)
                .add(Parameters.DwaTimeOut, WATCHDOG_ANSWER_MILLIS)
                .add(Parameters.DpaTimeOut, DISCONNECT_MILLIS)
                .add(Parameters.RequestTable, children(
                        part().add(Parameters.RequestTableSize, 0).add(Parameters.RequestTableClearSize, 0)))
                .add(Parameters.Concurrent, Stream.of(ScheduledExecServices.values())
                        .map(service -> part().add(Parameters.ConcurrentEntityName, service.name())
                                .add(Parameters.ConcurrentEntityPoolSize, 1)).toArray(Configuration[]::new));
        AppConfiguration internal = (AppConfiguration) getChildren(Parameters.Extensions.ordinal())[0];
        internal.add(ExtensionPoint.InternalTransportFactory, Links.class.getName());
    }

    static StackConfiguration client(String originHost, String realm, PeerAddress server, Loop loop, Traffic traffic) {
        StackConfiguration configuration =
                new StackConfiguration(loop, traffic, Optional.empty(), Optional.of(server));
        String self = new DiameterEndpoint(originHost, server.port()).uri();
        configuration.self(self, realm, UNUSED_ADDRESS, List.of(originHost, server.originHost()));
        configuration.add(Parameters.PeerTable, children(part()
                .add(Parameters.PeerName, new DiameterEndpoint(server.originHost(), server.port()).uri())
                .add(Parameters.PeerIp, UNUSED_ADDRESS)
                .add(Parameters.PeerAttemptConnection, true)
                .add(Parameters.PeerRating, 1)));
        return configuration;
    }

    static StackConfiguration server(String originHost, String realm, String host, int port,
                                     ServerSocketChannel listening, Loop loop, Traffic traffic) {
        StackConfiguration configuration = new StackConfiguration(loop, traffic, Optional.of(listening),
                Optional.empty());
        configuration.self(new DiameterEndpoint(originHost, port).uri(), realm, host, List.of(originHost));
        configuration.add(Parameters.AcceptUndefinedPeer, true);
        return configuration;
    }

    private void self(String uri, String realm, String address, List<String> hosts) {
        add(Parameters.OwnDiameterURI, uri)
                .add(Parameters.OwnRealm, realm)
                .add(Parameters.OwnVendorID, Dictionary.VENDOR_3GPP)
                .add(Parameters.OwnProductName, PRODUCT)
                .add(Parameters.OwnIPAddresses, children(part().add(Parameters.OwnIPAddress, address)))
                .add(Parameters.RealmTable, children(part().add(Parameters.RealmEntry, children(part()
                        .add(Parameters.ApplicationId, children(part()
                                .add(Parameters.VendorId, Dictionary.VENDOR_3GPP)
                                .add(Parameters.AuthApplId, Dictionary.CX_APPLICATION)))
                        .add(Parameters.RealmName, realm)
                        .add(Parameters.RealmHosts, String.join(",", hosts))
                        .add(Parameters.RealmLocalAction, LOCAL)))));
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

    /** @return the server that a client connects to */
    Optional<PeerAddress> server() {
        return server;
    }
}
