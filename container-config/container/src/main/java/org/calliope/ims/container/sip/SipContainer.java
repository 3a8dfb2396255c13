package org.calliope.ims.container.sip;

import gov.nist.javax.sip.ListeningPointExt;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TooManyListenersException;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import javax.sip.InvalidArgumentException;
import javax.sip.ListeningPoint;
import javax.sip.ObjectInUseException;
import javax.sip.PeerUnavailableException;
import javax.sip.SipProvider;
import javax.sip.SipStack;
import javax.sip.TransportNotSupportedException;
import org.calliope.ims.config.ConfigException;
import org.calliope.ims.container.context.ConvergedContext;
import org.calliope.ims.container.dns.ServerFinder;
import org.calliope.ims.container.message.ApplicationMessages;
import org.calliope.ims.container.router.ImsApplicationRouterProvider;
import org.calliope.ims.container.security.Access;
import org.calliope.ims.container.transport.StreamTransports;
import org.calliope.ims.container.transport.TlsContexts;
import org.calliope.ims.node.Node;
import org.mobicents.ha.javax.sip.ReplicationStrategy;
import org.mobicents.servlet.sip.SipConnector;
import org.mobicents.servlet.sip.annotation.ConcurrencyControlMode;
import org.mobicents.servlet.sip.core.ExtendedListeningPoint;
import org.mobicents.servlet.sip.core.SipApplicationDispatcher;
import org.mobicents.servlet.sip.core.SipService;
import org.mobicents.servlet.sip.core.message.OutboundProxy;
import org.mobicents.servlet.sip.core.timers.ProxyTimerService;
import org.mobicents.servlet.sip.core.timers.SipApplicationSessionTimerService;
import org.mobicents.servlet.sip.startup.StaticServiceHolder;

/**
 * The SIP half of the server: the stack with its listening points, the SIP Servlets core on top of it, and the
 * applications it calls. One lives in a virtual machine at a time, since parts of the core are static.
 */
public final class SipContainer implements SipService {

    private static final int MAX_FINISHED_MEGABYTES = 128;

    private final SipSettings settings;
    private final Node node;
    private final Access access;
    private final SipTimers timers = new SipTimers();
    private final ProxyTimerService proxyTimers = timers.new Proxies();
    private final SipApplicationSessionTimerService sessionTimers = timers.new Sessions();
    private final List<SipConnector> connectors = new ArrayList<>();
    private final Set<String> applications = new HashSet<>();
    private final Callbacks callbacks = new Callbacks();
    private final Hiding hiding = new Hiding();
    private SipApplicationDispatcher dispatcher;
    private ProxiedCalls proxiedCalls;
    private ServerFinder finder;
    private ConvergedSipStack stack;
    private StreamTransports streams;
    private SipVitals vitals;

    public SipContainer(SipSettings settings, Node node) {
        this.settings = settings;
        this.node = node;
        this.access = Access.of(node.confDirectory(), settings.trustedPeers());
    }

    /** Whom the applications of this server may let in. */
    public Access access() {
        return access;
    }

    /**
     * Makes the stack and opens its listening points; requests are answered once {@link #start()} has been called.
     *
     * @throws ListenException naming the address that can not be listened on
     */
    public void open(List<ListenAddress> addresses) {
        // JSR 289 15.4.2: whoever runs the server may name another router
        System.getProperties().putIfAbsent("javax.servlet.sip.ar.spi.SipApplicationRouterProvider", ImsApplicationRouterProvider.class.getName());
        ImsApplicationRouterProvider.use(node.topology(), Surroundings.endpoints(addresses));
        ManagementFactory.getPlatformMBeanServer(); // the core registers with the first server it finds
        StaticServiceHolder.sipStandardService = this;
        CallLocks calls = new CallLocks();
        Overload overload = new Overload(settings.overloadDelay(), node.meters());
        Sources sources = new Sources(settings.sources(), Surroundings.neighbours(node.topology(), settings.trustedPeers()), node.meters(), System::nanoTime);
        finder = ServerFinder.create(settings.dns(), Surroundings.reach(addresses), node.meters());
        Dispatcher ours = new Dispatcher(calls, callbacks);
        dispatcher = ours;
        proxiedCalls = new ProxiedCalls(calls, ours);
        dispatcher.getSipFactory().initialize("gov.nist", true);
        dispatcher.setSipService(this);
        dispatcher.setDomain("calliope");
        dispatcher.setGatherStatistics(false);
        // requests run on the thread that read them: nothing an application does may block
        dispatcher.setBypassRequestExecutor(true);
        dispatcher.setBypassResponseExecutor(true);
        // the stack hands over one message of a call at a time; an application may ask for more by annotation
        dispatcher.setConcurrencyControlMode(ConcurrencyControlMode.None);
        dispatcher.setCongestionControlCheckingInterval(-1);
        dispatcher.setDNSServerLocator(new Locator());
        streams = new StreamTransports(settings.streams(), tls(addresses), node.meters());
        try {
            stack = new ConvergedSipStack(settings, streams, new RecordRoutes(addresses),
                new SipRecorder(node.trace(), addresses, settings.traceTexts()),
                new FinishedTransactions(addresses, MAX_FINISHED_MEGABYTES), calls, overload,
                known -> new Gate(sources, overload, known, node.trace(), Surroundings.roles(addresses)),
                made -> new Outbound(made, finder, calls, node.trace(), Surroundings.roles(addresses)), hiding, node.meters());
        } catch (PeerUnavailableException e) {
            throw new IllegalStateException("the SIP stack can not be made: " + e.getMessage(), e);
        }
        dispatcher.setSipStack(stack);
        dispatcher.init();
        vitals = new SipVitals(stack, dispatcher, node.meters());
        addresses.forEach(this::listen);
    }

    /** Without an address for TLS nothing is read or made. */
    private TlsContexts tls(List<ListenAddress> addresses) {
        try {
            return addresses.stream().anyMatch(a -> a.transport().secure()) ? TlsContexts.open(settings.tls()) : null;
        } catch (IOException e) {
            throw new ConfigException("transports.properties", "tls-certificates", e.getMessage());
        }
    }

    private void listen(ListenAddress address) {
        try {
            ListeningPoint point = stack.createListeningPoint(address.host(), address.port(), address.transport().label());
            SipProvider provider = stack.createSipProvider(point);
            SipConnector connector = new SipConnector();
            connector.setIpAddress(address.host());
            connector.setPort(address.port());
            connector.setTransport(address.transport().label());
            connectors.add(connector);
            dispatcher.getSipNetworkInterfaceManager().addExtendedListeningPoint(
                new ExtendedListeningPoint(provider, (ListeningPointExt) point, connector));
            provider.addSipListener(dispatcher);
        } catch (InvalidArgumentException | TransportNotSupportedException | ObjectInUseException
                 | TooManyListenersException e) {
            throw new ListenException(address, e);
        }
    }

    /** Applications are there: let requests in. */
    public void start() {
        dispatcher.start();
        dispatcher.putInService();
        stack.watchOverload(dispatcher.getAsynchronousScheduledExecutor());
        vitals.start(dispatcher.getAsynchronousScheduledExecutor());
        stack.admit();
    }

    /** What an operator watches; there once {@link #open} has returned. */
    public SipVitals vitals() {
        return vitals;
    }

    /** Ends the stack; transactions that run are dropped. */
    public void stop() {
        if (dispatcher != null) {
            dispatcher.stop();
        }
        if (streams != null) {
            streams.close();
        }
        if (finder != null) {
            finder.close();
        }
        timers.stop();
    }

    /** Makes an application known to the core and to the application router. */
    public synchronized void applicationStarted(ConvergedContext application) {
        dispatcher.addSipApplication(application.getApplicationName(), application);
        applications.add(application.getApplicationName());
    }

    /** No initial request is routed to the application from here on; its sessions are still there. */
    public synchronized void applicationLeaving(ConvergedContext application) {
        if (applications.contains(application.getApplicationName())) {
            dispatcher.getSipApplicationRouter().applicationUndeployed(List.of(application.getApplicationName()));
        }
    }

    /** No request reaches the application from here on; the core drops what is left of its sessions without a word. */
    public synchronized void applicationStopping(ConvergedContext application) {
        if (applications.remove(application.getApplicationName())) {
            dispatcher.removeSipApplication(application.getApplicationName());
        }
    }

    public ProxyTimerService proxyTimers() {
        return proxyTimers;
    }

    public SipApplicationSessionTimerService sessionTimers() {
        return sessionTimers;
    }

    @Override
    public SipApplicationDispatcher getSipApplicationDispatcher() {
        return dispatcher;
    }

    @Override
    public void setSipApplicationDispatcher(SipApplicationDispatcher other) {
        dispatcher = other;
    }

    @Override
    public SipStack getSipStack() {
        return stack;
    }

    /** The core asks with the transport of a URI, which may be any word: what is for one that nobody listens for goes by the first. */
    @Override
    public SipConnector findSipConnector(String transport) {
        return connectors.stream().filter(c -> c.getTransport().equalsIgnoreCase(transport)).findFirst().orElse(connectors.get(0));
    }

    @Override
    public SipConnector[] findSipConnectors() {
        return connectors.toArray(SipConnector[]::new);
    }

    @Override
    public boolean isHttpFollowsSip() {
        return false;
    }

    @Override
    public String getJvmRoute() {
        return null;
    }

    @Override
    public OutboundProxy getOutboundProxy() {
        return null;
    }

    @Override
    public int getDispatcherThreadPoolSize() {
        return settings.threads();
    }

    @Override
    public int getCanceledTimerTasksPurgePeriod() {
        return -1;
    }

    @Override
    public boolean isDialogPendingRequestChecking() {
        return false;
    }

    @Override
    public boolean isMd5ContactUserPart() {
        return false;
    }

    @Override
    public ReplicationStrategy getReplicationStrategy() {
        return ReplicationStrategy.ConfirmedDialog;
    }

    @Override
    public int getTagHashMaxLength() {
        return 48;
    }

    @Override
    public int getCallIdMaxLength() {
        return 0;
    }

    @Override
    public String getDnsResolverClass() {
        return null;
    }

    /** Of the applications, on the threads that SIP messages come in on. */
    public Callbacks callbacks() {
        return callbacks;
    }

    public Hiding hiding() {
        return hiding;
    }

    /** @return once the stack is open */
    public ProxiedCalls proxiedCalls() {
        return proxiedCalls;
    }

    /** {@link org.calliope.ims.node.ContainerExtensions#ADMIT}, once the stack is open. */
    public void admit(Predicate<String> requestUris) {
        stack.admit(requestUris);
    }

    /** {@link org.calliope.ims.node.ContainerExtensions#FLOW_ENDED}, once the stack is open. */
    public void whenFlowEnded(BiConsumer<InetSocketAddress, String> listener) {
        streams.whenEnded(listener);
    }

    /** {@link org.calliope.ims.node.ContainerExtensions#FLOW_KEPT_ALIVE}, once the stack is open. */
    public void whenFlowKeptAlive(BiConsumer<InetSocketAddress, String> listener) {
        stack.whenKeptAlive(listener);
    }

    @Override
    public int getDnsTimeout() {
        return 1;
    }

    @Override
    public String getMobicentsSipServletMessageFactoryClassName() {
        return ApplicationMessages.class.getName();
    }

    @Override
    public void setMobicentsSipServletMessageFactoryClassName(String name) {
        throw new UnsupportedOperationException("the message factory is fixed");
    }

    @Override
    public void stopGracefully(long milliseconds) {
        throw new UnsupportedOperationException("drain is the server's");
    }

    @Override
    public String getProxyTimerServiceImplementationType() {
        return null;
    }

    @Override
    public String getSasTimerServiceImplementationType() {
        return null;
    }
}
