package org.calliope.ims.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.catalina.Host;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.JreMemoryLeakPreventionListener;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.core.ThreadLocalLeakPreventionListener;
import org.apache.catalina.startup.Tomcat;
import org.calliope.ims.config.ConfigException;
import org.calliope.ims.config.Settings;
import org.calliope.ims.container.sip.ListenAddress;
import org.calliope.ims.container.sip.SipContainer;
import org.calliope.ims.container.transport.Transport;
import org.calliope.ims.node.ElementState.State;
import org.calliope.ims.node.Elements;
import org.calliope.ims.node.Node;
import org.calliope.ims.node.Role;
import org.calliope.ims.node.SipEndpoint;
import org.calliope.ims.node.Topology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shared converged container: Tomcat for HTTP, the SIP Servlets core for SIP, and the archives of
 * {@code deploy/} in both. At most one runs in a virtual machine at a time.
 */
public final class Server implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Server.class);
    private static final Duration SETTLING = Duration.ofSeconds(3);

    private final Node node;
    private final Tomcat tomcat;
    private final SipContainer sip;
    private final Deployer deployer;
    private final DeployFolder folder;
    private final Duration drainLimit;
    private volatile Phase phase = Phase.STARTING;

    /** Where a server is in its life. */
    enum Phase {
        STARTING, READY, STOPPING;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private Server(Node node, Tomcat tomcat, SipContainer sip, Deployer deployer, DeployFolder folder,
                   Duration drainLimit) {
        this.node = node;
        this.tomcat = tomcat;
        this.sip = sip;
        this.deployer = deployer;
        this.folder = folder;
        this.drainLimit = drainLimit;
    }

    /**
     * Starts a server whose folders {@code conf/ deploy/ data/ work/} are below home, and deploys what is in
     * {@code deploy/}; returns when requests are answered.
     *
     * @throws ConfigException                                       for a key or value that can not be used
     * @throws org.calliope.ims.container.sip.ListenException when an address is taken
     */
    public static Server start(Path home) throws IOException {
        return start(home, Node.at(home));
    }

    /** As {@link #start(Path)} with a node made beforehand, which the server closes in the end. */
    public static Server start(Path home, Node node) throws IOException {
        ServerSettings settings = Settings.read("server.properties", node.config("server"), ServerSettings.class);
        TransportSettings transports = Settings.read(TransportSettings.FILE, node.config("transports"), TransportSettings.class);
        ConfFiles.unread(home).forEach(LOG::warn);
        List<ListenAddress> addresses = addresses(settings, transports, node.topology());
        SipContainer sip = new SipContainer(settings.sip(transports, transports.tls(node.confDirectory(),
            node.home().resolve("data").resolve("tls"), certificateNames(addresses, node.topology()))), node);
        Tomcat tomcat = http(home, settings);
        Deployer deployer = new Deployer(tomcat.getHost(), sip, node, settings.rootApplication());
        Server server = new Server(node, tomcat, sip, deployer, new DeployFolder(home.resolve("deploy"), deployer),
            settings.drainLimit());
        try {
            sip.open(addresses);
            server.offerOperations(settings);
            tomcat.start();
            server.folder.start(settings.deployScan());
            settle(node.elements());
            sip.start();
            server.phase = Phase.READY;
        } catch (LifecycleException | RuntimeException e) {
            try {
                server.close();
            } catch (RuntimeException alsoFailed) {
                e.addSuppressed(alsoFailed);
            }
            throw e instanceof RuntimeException r ? r : new IllegalStateException(httpReason(settings, e), e);
        }
        LOG.info("ready: HTTP on {}:{}", settings.httpAddress(), server.httpPort());
        return server;
    }

    /** The elements are connected with an HSS that has started beside them before they are asked anything. */
    private static void settle(Elements elements) {
        boolean hss = elements.list().stream().anyMatch(element -> element.role() == Role.HSS && element.state() == State.UP);
        try {
            if (hss) {
                elements.settled().get(SETTLING.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (TimeoutException | ExecutionException e) {
            LOG.warn("ready without all connections with the HSS of this server");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void offerOperations(ServerSettings settings) {
        Operations operations = new Operations(tomcat, node.admin());
        operations.health(new HealthServlet(() -> phase, sip.vitals()::still, settings.livenessLimit(), deployer));
        operations.metrics(new MetricsServlet(node, sip.vitals(), deployer));
        operations.administration(new ApplicationsServlet(deployer, folder, settings.maxUploadBytes()), new LogLevelsServlet());
    }

    private static String httpReason(ServerSettings settings, Exception e) {
        return "can not listen on " + settings.httpAddress() + " port " + settings.httpPort() + " (http): "
            + e.getMessage() + ". End the program that holds the port, or change http-port in conf/server.properties.";
    }

    private static Tomcat http(Path home, ServerSettings settings) throws IOException {
        Path work = Files.createDirectories(home.resolve("work").resolve("apps")).getParent();
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(work.toString());
        tomcat.enableNaming();
        // neither the virtual machine nor an HTTP thread shall keep an application that was undeployed
        tomcat.getServer().addLifecycleListener(new JreMemoryLeakPreventionListener());
        tomcat.getServer().addLifecycleListener(new ThreadLocalLeakPreventionListener());
        Connector connector = new Connector("HTTP/1.1");
        connector.setProperty("address", settings.httpAddress());
        connector.setPort(settings.httpPort());
        connector.setThrowOnFailure(true);
        connector.setXpoweredBy(false);
        tomcat.setConnector(connector);
        Host host = tomcat.getHost();
        host.setAppBase(work.resolve("apps").toString());
        host.setAutoDeploy(false);
        ((StandardHost) host).setCopyXML(false);
        return tomcat;
    }

    private static List<ListenAddress> addresses(ServerSettings settings, TransportSettings transports, Topology topology) {
        List<ListenAddress> addresses = new ArrayList<>();
        if (settings.sipListen().isEmpty() || settings.sipListen().contains(ServerSettings.ELEMENTS)) {
            roles(addresses, Role.PCSCF, topology.pcscf());
            roles(addresses, Role.ICSCF, topology.icscf());
            roles(addresses, Role.SCSCF, topology.scscf());
            roles(addresses, Role.BGCF, topology.bgcf());
            roles(addresses, Role.ECSCF, topology.ecscf());
        }
        try {
            settings.sipListen().stream().filter(text -> !text.equals(ServerSettings.ELEMENTS))
                .forEach(text -> addresses.add(ListenAddress.parse(text)));
        } catch (IllegalArgumentException e) {
            throw new ConfigException("server.properties", "sip-listen", e.getMessage());
        }
        try {
            transports.pcscfTransports().forEach(text -> addresses.add(
                ListenAddress.parse(text, Role.PCSCF.label(), topology.pcscf().host())));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(TransportSettings.FILE, "pcscf-transports", e.getMessage());
        }
        return addresses;
    }

    private static void roles(List<ListenAddress> addresses, Role role, SipEndpoint endpoint) {
        for (Transport transport : List.of(Transport.UDP, Transport.TCP)) {
            addresses.add(new ListenAddress(role.label(), transport, ListenAddress.address(endpoint.host()), endpoint.port()));
        }
    }

    private static List<String> certificateNames(List<ListenAddress> addresses, Topology topology) {
        return Stream.concat(Stream.of(topology.domain(), "localhost"), addresses.stream().map(ListenAddress::host))
            .distinct().toList();
    }

    public Node node() {
        return node;
    }

    public Deployer deployer() {
        return deployer;
    }

    /** The SIP side, for those who watch its sessions and transactions. */
    public SipContainer sip() {
        return sip;
    }

    /** The HTTP port that is bound. */
    public int httpPort() {
        return tomcat.getConnector().getLocalPort();
    }

    /**
     * Takes no new SIP requests and lets what runs finish, for as long as {@code drain-limit} says; HTTP goes on. To
     * be called before {@link #close()} by those who want nothing cut off.
     */
    public void drain() {
        phase = Phase.STOPPING;
        if (drainLimit.isZero()) {
            return;
        }
        LOG.info("going down: new requests get 503, those that run have {} s", drainLimit.toSeconds());
        int left = sip.vitals().drain(drainLimit);
        if (left > 0) {
            LOG.warn("{} transactions did not finish within {} s and are cut off", left, drainLimit.toSeconds());
        }
    }

    /** Undeploys everything and ends the stacks; returns when no thread of the server runs. */
    @Override
    public void close() {
        phase = Phase.STOPPING;
        folder.close();
        deployer.undeployAll();
        sip.stop();
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            LOG.warn("HTTP did not stop cleanly: {}", e.toString());
        }
        node.close();
    }
}
