package org.calliope.ims.container.context;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.servlet.ServletContext;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.TimerService;
import org.apache.catalina.Container;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.WebResourceRoot;
import org.apache.catalina.Wrapper;
import org.apache.catalina.loader.WebappLoader;
import org.apache.catalina.webresources.StandardRoot;
import org.apache.tomcat.util.scan.StandardJarScanner;
import org.calliope.ims.container.security.Guard;
import org.calliope.ims.container.security.SecurityRules;
import org.calliope.ims.container.security.UserRealm;
import org.calliope.ims.container.message.ApplicationMessages;
import org.calliope.ims.container.sip.SipContainer;
import org.calliope.ims.node.ContainerExtensions;
import org.calliope.ims.node.Node;
import org.mobicents.servlet.sip.GenericUtils;
import org.mobicents.servlet.sip.annotation.ConcurrencyControlMode;
import org.mobicents.servlet.sip.core.MobicentsSipServlet;
import org.mobicents.servlet.sip.core.SipApplicationDispatcher;
import org.mobicents.servlet.sip.core.SipContextEvent;
import org.mobicents.servlet.sip.core.SipContextEventType;
import org.mobicents.servlet.sip.core.SipManager;
import org.mobicents.servlet.sip.core.descriptor.MobicentsSipServletMapping;
import org.mobicents.servlet.sip.core.message.MobicentsSipServletRequest;
import org.mobicents.servlet.sip.core.session.MobicentsSipApplicationSession;
import org.mobicents.servlet.sip.core.session.MobicentsSipSession;
import org.mobicents.servlet.sip.core.session.MobicentsSipSessionsUtil;
import org.mobicents.servlet.sip.core.session.SipSessionsUtilImpl;
import org.mobicents.servlet.sip.core.timers.ProxyTimerService;
import org.mobicents.servlet.sip.core.timers.SipApplicationSessionTimerService;
import org.mobicents.servlet.sip.core.timers.SipServletTimerService;
import org.mobicents.servlet.sip.core.timers.TimerServiceImpl;
import org.mobicents.servlet.sip.message.SipFactoryImpl;

/**
 * One converged application (JSR 289 chapter 13): a Tomcat web application that is a SIP application too when it has a
 * {@code WEB-INF/sip.xml} or SIP annotations. {@link ConvergedContextConfig} reads what it declares; here it is put
 * to work: objects the container offers, start and end, and the frame around every call into the application.
 */
public final class ConvergedContext extends SipContextProperties {

    /** Minutes, JSR 289 6.1.2: what an application session lives when nothing is said. */
    static final int DEFAULT_SESSION_TIMEOUT = 3;

    private final SipContainer sip;
    private final Node node;
    private final Map<String, MobicentsSipServlet> sipServlets = new HashMap<>();
    private final HeldSessions held = new HeldSessions();
    private SipServletTimerService timers;
    private ApplicationFactory factory;
    private SipSessionsUtilImpl sessionsUtil;
    private Guard guard;
    private boolean sipApplication;

    public ConvergedContext(SipContainer sip, Node node) {
        this.sip = sip;
        this.node = node;
        setSipApplicationSessionTimeout(DEFAULT_SESSION_TIMEOUT);
        setFailCtxIfServletStartFails(true);
        WebappLoader loader = new WebappLoader();
        loader.setLoaderClass(ConvergedClassLoader.class.getName());
        setLoader(loader);
        // these reach into the virtual machine's own classes: conf/jvm.options opens them, another start may not
        setClearReferencesObjectStreamClassCaches(open("java.io"));
        setClearReferencesThreadLocals(open("java.lang"));
        setClearReferencesRmiTargets(false); // nothing here is exported over RMI
        StandardJarScanner scanner = new StandardJarScanner();
        scanner.setScanClassPath(false); // what an application declares is in its archive, not in the server's libraries
        setJarScanner(scanner);
        StandardRoot resources = new StandardRoot(this);
        // else each class is looked for in one library after the other
        resources.setArchiveIndexStrategy(WebResourceRoot.ArchiveIndexStrategy.BLOOM.name());
        setResources(resources);
        setNamingResources(new SipNamingResources());
        setRealm(new UserRealm(sip.access().users()));
        addLifecycleListener(new ConvergedContextConfig());
    }

    private static boolean open(String packageOfBase) {
        return Object.class.getModule().isOpen(packageOfBase, WebappLoader.class.getModule());
    }

    @Override
    public ServletContext getServletContext() {
        if (context == null) {
            context = new ConvergedServletContext(this);
        }
        return super.getServletContext();
    }

    /** Called by the configuration once it knows that this is a SIP application, before listeners and servlets. */
    void becomeSipApplication() {
        sipApplication = true;
        setListeners(new SipListenerRegistry(this));
        factory = new ApplicationFactory((SipFactoryImpl) getSipApplicationDispatcher().getSipFactory(), this);
        sessionsUtil = new SipSessionsUtilImpl(this);
        timers = new TimerServiceImpl(sip, getApplicationName());
        if (getSipManager() instanceof ConvergedManager manager) {
            manager.serve(this, (SipFactoryImpl) getSipApplicationDispatcher().getSipFactory());
        }
        ServletContext context = getServletContext();
        context.setAttribute(SipServlet.SIP_FACTORY, factory);
        context.setAttribute(SipServlet.SIP_SESSIONS_UTIL, sessionsUtil);
        context.setAttribute(SipServlet.TIMER_SERVICE, timers);
        context.setAttribute(SipServlet.SUPPORTED, List.of(getSipApplicationDispatcher().getExtensionsSupported()));
        context.setAttribute(SipServlet.SUPPORTED_RFCs, List.of(getSipApplicationDispatcher().getRfcSupported()));
        context.setAttribute(SipServlet.PRACK_SUPPORTED, "true");
        context.setAttribute(SipServlet.OUTBOUND_INTERFACES, getSipApplicationDispatcher().getOutboundInterfaces());
        context.setAttribute(ContainerExtensions.RELEASE,
            (Function<SipServletResponse, Consumer<String>>) sip.proxiedCalls()::answered);
        context.setAttribute(ContainerExtensions.UNROUTE, (Consumer<SipServletRequest>) ApplicationMessages::unroute);
        context.setAttribute(ContainerExtensions.ADMIT, (Consumer<Predicate<String>>) sip::admit);
        context.setAttribute(ContainerExtensions.FLOW_ENDED, (Consumer<BiConsumer<InetSocketAddress, String>>) sip::whenFlowEnded);
        context.setAttribute(ContainerExtensions.FLOW_KEPT_ALIVE, (Consumer<BiConsumer<InetSocketAddress, String>>) sip::whenFlowKeptAlive);
        context.setAttribute(ContainerExtensions.HIDE, (BiConsumer<SipServletMessage, Set<String>>) sip.hiding()::hide);
    }

    /** Whether SIP requests can be routed here. */
    public boolean isSipApplication() {
        return sipApplication;
    }

    /** The object behind a resource of one of the container's types; null when the type is not ours. */
    Object resource(String type) {
        if (type.equals(SipFactory.class.getName())) {
            return factory;
        }
        if (type.equals(TimerService.class.getName())) {
            return timers;
        }
        return type.equals(javax.servlet.sip.SipSessionsUtil.class.getName()) ? sessionsUtil : null;
    }

    @Override
    protected synchronized void startInternal() throws LifecycleException {
        ConvergedManager manager = new ConvergedManager(sip.callbacks());
        setManager(manager);
        getPipeline().addValve(new EncodedUrlValve(manager));
        getServletContext().setAttribute(Node.ATTRIBUTE, node);
        super.startInternal();
        if (!getState().isAvailable() || !sipApplication) {
            return;
        }
        timers.start();
        sip.applicationStarted(this);
    }

    @Override
    protected synchronized void stopInternal() throws LifecycleException {
        if (sipApplication) {
            sip.applicationLeaving(this);
            endSessions();
            sip.applicationStopping(this);
            getListeners().deallocateServletsActingAsListeners();
        }
        super.stopInternal();
        if (sipApplication) {
            timers.stop();
            getListeners().clean();
        }
    }

    /** JSR 289 8.2: the application hears the end of each of its sessions, and its timers go with them. */
    private void endSessions() {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        enterSipContext();
        try {
            ((ConvergedManager) getManager()).endSipApplicationSessions();
        } finally {
            exitSipContext(before);
        }
    }

    /** Listeners named in sip.xml are made when Tomcat makes those of web.xml, before any servlet. */
    @Override
    public boolean listenerStart() {
        boolean started = !sipApplication || getListeners().loadListeners(findSipApplicationListeners(), getSipContextClassLoader());
        return super.listenerStart() && started;
    }

    @Override
    public void addChild(Container child) {
        super.addChild(child);
        if (child instanceof SipServletWrapper servlet) {
            sipServlets.put(servlet.getName(), servlet);
        }
    }

    /** Creates the wrapper of a servlet that sip.xml or an annotation declares. */
    Wrapper addSipServlet(SipDescriptor.Servlet servlet) {
        SipServletWrapper wrapper = new SipServletWrapper(servlet);
        addChild(wrapper);
        return wrapper;
    }

    @Override
    public MobicentsSipServletMapping findSipServletMappings(SipServletRequest request) {
        return findSipServletMappings().stream().filter(m -> m.getMatchingRule().matches(request)).findFirst().orElse(null);
    }

    @Override
    public MobicentsSipServlet findSipServletByName(String name) {
        return name == null ? null : sipServlets.get(name);
    }

    @Override
    public MobicentsSipServlet findSipServletByClassName(String className) {
        return sipServlets.values().stream()
            .filter(s -> ((SipServletWrapper) s).getServletClass().equals(className)).findFirst().orElse(null);
    }

    @Override
    public Map<String, MobicentsSipServlet> getChildrenMap() {
        return sipServlets;
    }

    @Override
    public boolean notifySipContextListeners(SipContextEvent event) {
        if (event.getEventType() == SipContextEventType.SERVLET_INITIALIZED) {
            ((SipListenerRegistry) getListeners()).servletsInitialized();
        }
        return true;
    }

    /**
     * One thread an application session. A session that a thread makes or looks up on the way is not entered: the core
     * tells of no end of that.
     */
    @Override
    public void enterSipApp(MobicentsSipApplicationSession application, MobicentsSipSession session,
                            boolean madeOnTheWay, boolean batchStarted) {
        if (madeOnTheWay) {
            return;
        }
        if (getConcurrencyControlMode() == ConcurrencyControlMode.SipApplicationSession && application != null) {
            held.enter(application, application::acquire);
        } else if (getConcurrencyControlMode() == ConcurrencyControlMode.SipSession && session != null) {
            held.enter(session, session::acquire);
        }
    }

    @Override
    public void exitSipApp(MobicentsSipApplicationSession application, MobicentsSipSession session) {
        if (getConcurrencyControlMode() == ConcurrencyControlMode.SipApplicationSession && application != null) {
            held.exit(application, application::release);
        } else if (getConcurrencyControlMode() == ConcurrencyControlMode.SipSession && session != null) {
            held.exit(session, session::release);
        }
    }

    @Override
    public SipManager getSipManager() {
        return (SipManager) getManager();
    }

    @Override
    public SipApplicationDispatcher getSipApplicationDispatcher() {
        return sip.getSipApplicationDispatcher();
    }

    @Override
    public String getApplicationNameHashed() {
        return GenericUtils.hashString(getApplicationName(), getSipApplicationDispatcher().getTagHashMaxLength());
    }

    @Override
    public String getEngineName() {
        return getParent().getParent().getName();
    }

    @Override
    public SipFactory getSipFactoryFacade() {
        return factory;
    }

    @Override
    public MobicentsSipSessionsUtil getSipSessionsUtil() {
        return sessionsUtil;
    }

    @Override
    public TimerService getTimerService() {
        return timers;
    }

    @Override
    public ProxyTimerService getProxyTimerService() {
        return sip.proxyTimers();
    }

    @Override
    public SipApplicationSessionTimerService getSipApplicationSessionTimerService() {
        return sip.sessionTimers();
    }

    /** Holds up these rules from now on; called by the configuration once the servlets are known. */
    void guard(SecurityRules rules) {
        Map<String, Map<String, String>> links = new HashMap<>();
        sipServlets.forEach((name, wrapper) -> {
            SipServletWrapper servlet = (SipServletWrapper) wrapper;
            links.put(name, Stream.of(servlet.findSecurityReferences())
                .collect(Collectors.toMap(role -> role, servlet::findSecurityReference)));
        });
        guard = new Guard(rules, sip.access(), links);
    }

    @Override
    public boolean authorize(MobicentsSipServletRequest request) {
        return guard.admits(request, request.getSipSession().getHandler());
    }
}
