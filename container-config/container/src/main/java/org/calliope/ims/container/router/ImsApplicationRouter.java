package org.calliope.ims.container.router;

import java.io.Serializable;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.ar.SipApplicationRouter;
import javax.servlet.sip.ar.SipApplicationRouterInfo;
import javax.servlet.sip.ar.SipApplicationRoutingDirective;
import javax.servlet.sip.ar.SipApplicationRoutingRegion;
import javax.servlet.sip.ar.SipApplicationRoutingRegionType;
import javax.servlet.sip.ar.SipRouteModifier;
import javax.servlet.sip.ar.SipTargetedRequestInfo;
import org.calliope.ims.node.Role;
import org.calliope.ims.node.SipEndpoint;
import org.calliope.ims.node.Topology;

/**
 * The IMS application router (JSR 289 chapter 15): an initial request is for the element whose address it names, in
 * its topmost Route, else in its Request-URI, else by the interface it arrived on. What comes from outside to the P-CSCF
 * is for the P-CSCF whatever it names: a UE may send there with the Service-Route alone (RFC 3608 5), and none goes
 * around it. An element is deployed under its role's name in lower case ({@code pcscf}); the one application that has
 * no role serves the rest.
 *
 * <p>An element sends a request on by naming the next element's address in a Route, so a request never goes from one
 * application to the next without being a SIP message in between.
 */
public final class ImsApplicationRouter implements SipApplicationRouter {

    private static final int DEFAULT_PORT = 5060;
    private static final Pattern ROUTE = Pattern.compile("<sips?:(?:[^@>;]*@)?([^:;>@\\s]+)(?::(\\d{1,5}))?[;>]");
    private static final SipApplicationRouterInfo NONE =
        new SipApplicationRouterInfo(null, null, null, null, SipRouteModifier.NO_ROUTE, null);
    private static final SipApplicationRoutingRegion NEUTRAL =
        new SipApplicationRoutingRegion("NEUTRAL_REGION", SipApplicationRoutingRegionType.NEUTRAL);

    private final Map<SipEndpoint, String> roles = new HashMap<>();
    private final List<String> deployed = new CopyOnWriteArrayList<>();

    /** @param more further addresses of elements */
    public ImsApplicationRouter(Topology topology, Map<SipEndpoint, Role> more) {
        more.forEach(this::add);
        add(topology.pcscf(), Role.PCSCF);
        add(topology.icscf(), Role.ICSCF);
        add(topology.scscf(), Role.SCSCF);
        add(topology.bgcf(), Role.BGCF);
    }

    /** A packet's source is an address: a name counts for its addresses too. */
    private void add(SipEndpoint endpoint, Role role) {
        roles.put(endpoint, name(role));
        try {
            for (InetAddress address : InetAddress.getAllByName(endpoint.host())) {
                roles.put(new SipEndpoint(address.getHostAddress(), endpoint.port()), name(role));
            }
        } catch (UnknownHostException nowhere) {
            // a name without address has no packets either
        }
    }

    private static String name(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void applicationDeployed(List<String> names) {
        names.stream().filter(n -> !deployed.contains(n)).forEach(deployed::add);
    }

    @Override
    public void applicationUndeployed(List<String> names) {
        deployed.removeAll(names);
    }

    @Override
    public SipApplicationRouterInfo getNextApplication(SipServletRequest request, SipApplicationRoutingRegion region,
                                                       SipApplicationRoutingDirective directive,
                                                       SipTargetedRequestInfo targeted, Serializable stateInfo) {
        if (targeted != null) {
            return to(targeted.getApplicationName());
        }
        // a request that an application has sent leaves for its next hop; one of its own came from nowhere
        if (request.getInitialRemoteAddr() == null || stateInfo != null) {
            return NONE;
        }
        return application(request).map(ImsApplicationRouter::to).orElse(NONE);
    }

    private static SipApplicationRouterInfo to(String application) {
        return new SipApplicationRouterInfo(application, NEUTRAL, null, null, SipRouteModifier.NO_ROUTE, application);
    }

    private Optional<String> application(SipServletRequest request) {
        String here = roles.get(new SipEndpoint(String.valueOf(request.getLocalAddr()), request.getLocalPort()));
        String from = roles.get(new SipEndpoint(String.valueOf(request.getRemoteAddr()), request.getRemotePort()));
        String role = from == null && name(Role.PCSCF).equals(here) && deployed.contains(here) ? here
            : topmostRoute(request).map(roles::get).orElse(null);
        if (role == null && request.getRequestURI() instanceof SipURI uri) {
            role = roles.get(endpoint(uri));
        }
        if (role == null) {
            role = here;
        }
        return deployed.contains(role) ? Optional.of(role) : others();
    }

    /** The application without a role, when there is exactly one. */
    private Optional<String> others() {
        List<String> others = new ArrayList<>(deployed);
        others.removeAll(roles.values());
        return others.size() == 1 ? Optional.of(others.get(0)) : Optional.empty();
    }

    /** The one that was popped for being this server's, else the one that is still there. */
    private static Optional<SipEndpoint> topmostRoute(SipServletRequest request) {
        if (request.getPoppedRoute() != null) {
            return request.getPoppedRoute().getURI() instanceof SipURI uri ? Optional.of(endpoint(uri)) : Optional.empty();
        }
        // as text: to give an Address the core asks for the session, and there is none yet
        return Optional.ofNullable(request.getHeader("Route")).flatMap(text -> ROUTE.matcher(text).results().findFirst())
            .map(m -> new SipEndpoint(m.group(1), m.group(2) == null ? DEFAULT_PORT : Integer.parseInt(m.group(2))));
    }

    private static SipEndpoint endpoint(SipURI uri) {
        return new SipEndpoint(uri.getHost(), uri.getPort() > 0 ? uri.getPort() : DEFAULT_PORT);
    }

    @Override
    public void init() { }

    @Override
    public void init(Properties properties) { }

    @Override
    public void destroy() { }
}
