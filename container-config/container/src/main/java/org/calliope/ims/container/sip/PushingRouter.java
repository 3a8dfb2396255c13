package org.calliope.ims.container.sip;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.Serializable;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import javax.servlet.sip.Address;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.ar.SipApplicationRouter;
import javax.servlet.sip.ar.SipApplicationRouterInfo;
import javax.servlet.sip.ar.SipApplicationRoutingDirective;
import javax.servlet.sip.ar.SipApplicationRoutingRegion;
import javax.servlet.sip.ar.SipRouteModifier;
import javax.servlet.sip.ar.SipTargetedRequestInfo;
import javax.sip.SipException;
import javax.sip.header.RouteHeader;
import javax.sip.message.Request;
import org.mobicents.servlet.sip.core.SipApplicationDispatcher;
import org.mobicents.servlet.sip.core.message.MobicentsSipServletRequest;
import org.mobicents.servlet.sip.message.SipFactoryImpl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An application router whose external routes are pushed as JSR 289 15.4.1 says. The core pushed them on an application's
 * request in reverse and put the first of them in the place of the Request-URI of one that came in; a route back to
 * itself it could not push. What the router decided for a request that leaves with a way back is kept here, and the
 * route has the key to it: no state that a peer could make up is read from the wire. Any thread.
 */
final class PushingRouter implements SipApplicationRouter {

    private static final Logger LOG = LoggerFactory.getLogger(PushingRouter.class);
    private static final String KEY = "ar-state";
    private static final int MOST_AWAY = 10_000;
    /** RFC 3261 16.6 11: after timer C nobody waits for the request any more. */
    private static final Duration AWAY = Duration.ofMinutes(3);

    /** Where the router goes on when the request is back. */
    private record Halt(SipApplicationRoutingRegion region, Serializable state) { }

    private final SipApplicationRouter router;
    private final SipApplicationDispatcher dispatcher;
    private final Cache<String, Halt> away =
        Caffeine.newBuilder().executor(Runnable::run).expireAfterWrite(AWAY).maximumSize(MOST_AWAY).build();

    PushingRouter(SipApplicationRouter router, SipApplicationDispatcher dispatcher) {
        this.router = router;
        this.dispatcher = dispatcher;
    }

    @Override
    public SipApplicationRouterInfo getNextApplication(SipServletRequest request, SipApplicationRoutingRegion region,
                                                       SipApplicationRoutingDirective directive,
                                                       SipTargetedRequestInfo targeted, Serializable state) {
        Halt halt = targeted == null && state == null ? halt(request) : null;
        SipApplicationRouterInfo info = halt == null ? router.getNextApplication(request, region, directive, targeted, state)
            : router.getNextApplication(request, halt.region, SipApplicationRoutingDirective.CONTINUE, null, halt.state);
        return info != null && pushes(request, info) && push((Request) ((MobicentsSipServletRequest) request).getMessage(), info)
            ? new SipApplicationRouterInfo(null, info.getRoutingRegion(), info.getSubscriberURI(), null, SipRouteModifier.NO_ROUTE,
                info.getStateInfo())
            : info;
    }

    /** With another URI than a SIP URI nothing leaves the core but by its own way. */
    private static boolean pushes(SipServletRequest request, SipApplicationRouterInfo info) {
        SipRouteModifier modifier = info.getRouteModifier();
        return (modifier == SipRouteModifier.ROUTE || modifier == SipRouteModifier.ROUTE_BACK) && info.getRoutes() != null
            && request.getRequestURI().isSipURI();
    }

    private Halt halt(SipServletRequest request) {
        Address popped = away.estimatedSize() == 0 ? null : request.getPoppedRoute();
        String key = popped != null && popped.getURI() instanceof SipURI uri ? uri.getParameter(KEY) : null;
        return key == null ? null : away.getIfPresent(key);
    }

    /** @return false for a route that leads here, which the core gives to the application as popped, or that is none */
    private boolean push(Request request, SipApplicationRouterInfo info) {
        try {
            Deque<RouteHeader> routes = new ArrayDeque<>();
            for (String route : info.getRoutes()) {
                routes.addFirst(route(route));
            }
            if (routes.isEmpty() || !dispatcher.isRouteExternal(routes.getLast())) {
                return false;
            }
            if (info.getRouteModifier() == SipRouteModifier.ROUTE_BACK) {
                routes.addFirst(wayBack(new Halt(info.getRoutingRegion(), info.getStateInfo())));
            }
            for (RouteHeader route : routes) {
                request.addFirst(route);
            }
            return true;
        } catch (ParseException | SipException e) {
            LOG.warn("the application router's routes {} are none: {}", List.of(info.getRoutes()), e.toString());
            return false;
        }
    }

    private static RouteHeader route(String text) throws ParseException {
        javax.sip.address.Address address = SipFactoryImpl.addressFactory.createAddress(text);
        if (address.getURI() instanceof javax.sip.address.SipURI uri) {
            uri.setLrParam();
        }
        return SipFactoryImpl.headerFactory.createRouteHeader(address);
    }

    /** 15.4.1: the container's route has the router's state. */
    private RouteHeader wayBack(Halt halt) throws ParseException {
        String key = UUID.randomUUID().toString();
        away.put(key, halt);
        SipURI own = (SipURI) dispatcher.getOutboundInterfaces().get(0).clone();
        own.setParameter(KEY, key);
        own.setLrParam(true);
        return route("<" + own + ">");
    }

    @Override
    public void applicationDeployed(List<String> names) {
        router.applicationDeployed(names);
    }

    @Override
    public void applicationUndeployed(List<String> names) {
        router.applicationUndeployed(names);
    }

    @Override
    public void init() {
        router.init();
    }

    @Override
    public void init(Properties properties) {
        router.init(properties);
    }

    @Override
    public void destroy() {
        router.destroy();
    }
}
