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
 * around it. An element is deployed under its role's name in lower case ({@code pcscf}).
 *
 * <p>At an address of this server that is no element's are the applications that have no role. The user part of that
 * address names one of them ({@code sip:echo@127.0.0.1:5070;lr} is for {@code echo}): an application server of the filter
 * criteria is addressed so, and several are told apart. When it names none of them, the one application that has no role
 * serves the request, if there is exactly one. Else an application that is not there is what the container refuses with 500, so
 * that the default handling of the filter criteria holds (TS 24.229 5.4.3.2).
 *
 * <p>An element sends a request on by naming the next element's address in a Route, so a request never goes from one
 * application to the next without being a SIP message in between.
 */
public final class ImsApplicationRouter implements SipApplicationRouter {

    private static final int DEFAULT_PORT = 5060;
    private static final Pattern ROUTE = Pattern.compile("<sips?:(?:([^@>;:]*)[^@>]*@)?([^:;>@\\s]+)(?::(\\d{1,5}))?[;>]");
    private static final SipApplicationRouterInfo NONE =
        new SipApplicationRouterInfo(null, null, null, null, SipRouteModifier.NO_ROUTE, null);
    private static final SipApplicationRoutingRegion NEUTRAL =
        new SipApplicationRoutingRegion("NEUTRAL_REGION", SipApplicationRoutingRegionType.NEUTRAL);

    private final Map<SipEndpoint, String> roles = new HashMap<>();
    private final List<String> deployed = new CopyOnWriteArrayList<>();

    /** What an address says: whom it is for, null when it names nobody, and where that is. */
    private record Named(String user, SipEndpoint place) {
    }

    /** @param more further addresses of elements */
    public ImsApplicationRouter(Topology topology, Map<SipEndpoint, Role> more) {
        more.forEach(this::add);
        add(topology.pcscf(), Role.PCSCF);
        add(topology.icscf(), Role.ICSCF);
        add(topology.scscf(), Role.SCSCF);
        add(topology.bgcf(), Role.BGCF);
        add(topology.ecscf(), Role.ECSCF);
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
        SipEndpoint at = new SipEndpoint(String.valueOf(request.getLocalAddr()), request.getLocalPort());
        String here = roles.get(at);
        String from = roles.get(new SipEndpoint(String.valueOf(request.getRemoteAddr()), request.getRemotePort()));
        if (from == null && name(Role.PCSCF).equals(here) && deployed.contains(here)) {
            return Optional.of(here);
        }
        Optional<Named> route = topmostRoute(request);
        Optional<Named> uri = request.getRequestURI() instanceof SipURI sip ? Optional.of(named(sip)) : Optional.empty();
        Optional<String> role = route.map(named -> roles.get(named.place()));
        if (role.isPresent()) {
            return role.filter(deployed::contains).or(this::onlyOther);
        }
        // a Route that was popped is this server's, however it spells the address
        Optional<String> application = route.or(() -> uri)
            .filter(named -> request.getPoppedRoute() != null || named.place().equals(at) && here == null).map(Named::user)
            .filter(name -> !roles.containsValue(name));
        if (application.filter(deployed::contains).isPresent()) {
            return application;
        }
        return uri.map(named -> roles.get(named.place())).or(() -> Optional.ofNullable(here)).filter(deployed::contains)
            .or(this::onlyOther).or(() -> application);
    }

    /** The application without a role, when there is exactly one. */
    private Optional<String> onlyOther() {
        List<String> others = new ArrayList<>(deployed);
        others.removeAll(roles.values());
        return others.size() == 1 ? Optional.of(others.get(0)) : Optional.empty();
    }

    /** The one that was popped for being this server's, else the one that is still there. */
    private static Optional<Named> topmostRoute(SipServletRequest request) {
        if (request.getPoppedRoute() != null) {
            return request.getPoppedRoute().getURI() instanceof SipURI uri ? Optional.of(named(uri)) : Optional.empty();
        }
        // as text: to give an Address the core asks for the session, and there is none yet
        return Optional.ofNullable(request.getHeader("Route")).flatMap(text -> ROUTE.matcher(text).results().findFirst())
            .map(m -> new Named(m.group(1), new SipEndpoint(m.group(2),
                m.group(3) == null ? DEFAULT_PORT : Integer.parseInt(m.group(3)))));
    }

    private static Named named(SipURI uri) {
        return new Named(uri.getUser(), new SipEndpoint(uri.getHost(), uri.getPort() > 0 ? uri.getPort() : DEFAULT_PORT));
    }

    @Override
    public void init() { }

    @Override
    public void init(Properties properties) { }

    @Override
    public void destroy() { }
}
