package org.calliope.ims.element;

import javax.servlet.ServletContext;
import javax.servlet.ServletContextEvent;
import javax.servlet.ServletContextListener;
import org.calliope.ims.cx.CxClient;
import org.calliope.ims.cx.CxPushHandler;
import org.calliope.ims.diameter.ClientRules;
import org.calliope.ims.diameter.DiameterNode;
import org.calliope.ims.diameter.PeerAddress;
import org.calliope.ims.node.DiameterEndpoint;
import org.calliope.ims.node.Node;
import org.calliope.ims.node.Role;
import org.calliope.ims.node.SipEndpoint;
import org.calliope.ims.node.Topology;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Brings an element up before its servlet sees a request and down with its archive: what the element needs is put
 * into the servlet context under the class name of the thing, and {@link org.calliope.ims.node.Elements} is told.
 */
public abstract class ElementListener implements ServletContextListener {

    /** System property: the home folder of an element's own node, on a container that puts no node into the context. */
    static final String HOME = "calliope.home";

    private final Role role;
    private Node ownNode;

    protected ElementListener(Role role) {
        this.role = role;
    }

    protected final Role role() {
        return role;
    }

    /** Opens what the element needs; a failure stops the deployment and is shown as the element's state. */
    protected abstract void open(Node node, ServletContext context);

    /** Closes what {@link #open} opened, as far as it came. */
    protected void close(Node node, ServletContext context) {
        DiameterNode diameter = (DiameterNode) context.getAttribute(DiameterNode.class.getName());
        if (diameter != null) {
            diameter.close();
        }
    }

    /** Makes this element a Diameter node of its own, {@code icscf.<domain>}, and keeps it and its {@link CxClient}. */
    protected final CxClient connectToHss(Node node, ServletContext context, Duration timeout) {
        return connect(node, context, "", ClientRules.cx(hss(node.topology()), timeout));
    }

    /**
     * As the one without handler.
     *
     * @param identity its Origin-Host, "" for the one that follows from the role
     * @param pushes   takes what the HSS says unasked
     */
    protected final CxClient connectToHss(Node node, ServletContext context, String identity, Duration timeout,
                                          CxPushHandler pushes) {
        return connect(node, context, identity, ClientRules.cx(hss(node.topology()), timeout).with(pushes));
    }

    private CxClient connect(Node node, ServletContext context, String identity, ClientRules rules) {
        Topology topology = node.topology();
        String origin = identity.isEmpty() ? role.name().toLowerCase(Locale.ROOT) + '.' + topology.domain() : identity;
        DiameterNode diameter = DiameterNode.client(origin, topology.domain(), rules, node.trace(), node.meters());
        context.setAttribute(DiameterNode.class.getName(), diameter);
        node.elements().awaits(diameter.firstConnected());
        return diameter.cx();
    }

    /** @return the HSS and those that stand in for it */
    static List<PeerAddress> hss(Topology topology) {
        List<PeerAddress> servers = new ArrayList<>();
        servers.add(new PeerAddress(topology.hssIdentity(0), topology.hss().host(), topology.hss().port()));
        for (DiameterEndpoint standIn : topology.hssStandIns()) {
            servers.add(new PeerAddress(topology.hssIdentity(servers.size()), standIn.host(), standIn.port()));
        }
        return servers;
    }

    protected static <T> void share(ServletContext context, Class<T> type, T value) {
        context.setAttribute(type.getName(), value);
    }

    /** @return what was shared under this type; it is there when the listener opened without failure */
    public static <T> T shared(ServletContext context, Class<T> type) {
        return type.cast(context.getAttribute(type.getName()));
    }

    /**
     * What the container can do beyond JSR 289.
     *
     * @param name of {@link org.calliope.ims.node.ContainerExtensions}, which says of which type it is
     * @return nothing on another container
     */
    @SuppressWarnings("unchecked")
    public static <T> Optional<T> extension(ServletContext context, String name) {
        return Optional.ofNullable((T) context.getAttribute(name));
    }

    /** @return the node that the container, or this archive's listener, put into the context */
    public static Node node(ServletContext context) {
        return (Node) context.getAttribute(Node.ATTRIBUTE);
    }

    @Override
    public final void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        if (node(context) == null) {
            ownNode = nodeAtHome();
            context.setAttribute(Node.ATTRIBUTE, ownNode);
        }
        Node node = node(context);
        node.elements().starting(role, "deploying");
        try {
            open(node, context);
        } catch (RuntimeException e) {
            node.elements().down(role, e.getMessage());
            throw e;
        }
        node.elements().up(role, endpoint(node.topology(), role).uri());
    }

    @Override
    public final void contextDestroyed(ServletContextEvent event) {
        Node node = node(event.getServletContext());
        if (node == null) {
            return; // never was one: the deployment has failed for that
        }
        node.elements().down(role, "not deployed");
        close(node, event.getServletContext());
        if (ownNode != null) {
            ownNode.close();
        }
    }

    // Calliope's own container shares one node among all archives; another one knows nothing of nodes
    private static Node nodeAtHome() {
        String home = System.getProperty(HOME);
        if (home == null) {
            throw new IllegalStateException("this container put no " + Node.ATTRIBUTE + " into the servlet context, and"
                    + " no system property " + HOME + " names the folder whose conf/ the element is to be set up from");
        }
        return Node.at(Path.of(home));
    }

    /** @return where this SIP element listens */
    static SipEndpoint endpoint(Topology topology, Role role) {
        return switch (role) {
            case PCSCF -> topology.pcscf();
            case ICSCF -> topology.icscf();
            case SCSCF -> topology.scscf();
            case BGCF -> topology.bgcf();
            case ECSCF -> topology.ecscf();
            case HSS, UE -> throw new IllegalArgumentException(role.label() + " is no SIP element of the network");
        };
    }
}
