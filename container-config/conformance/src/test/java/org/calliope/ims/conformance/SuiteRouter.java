package org.calliope.ims.conformance;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.ar.SipApplicationRouter;
import javax.servlet.sip.ar.SipApplicationRouterInfo;
import javax.servlet.sip.ar.SipApplicationRoutingDirective;
import javax.servlet.sip.ar.SipApplicationRoutingRegion;
import javax.servlet.sip.ar.SipRouteModifier;
import javax.servlet.sip.ar.SipTargetedRequestInfo;
import javax.servlet.sip.ar.spi.SipApplicationRouterProvider;

/**
 * Gives a request that comes in to the application that the user part of its Request-URI names; or, when it has an
 * X-Chain, to each of the applications that this names in turn: {@code name;region=originating;subscriber=sip:a@b},
 * separated by commas, with {@code route=sip:host!lr+sip:other;modifier=route_back} for what the router pushes (15.4.1).
 */
public final class SuiteRouter implements SipApplicationRouter {

    private static final SipApplicationRouterInfo NONE =
        new SipApplicationRouterInfo(null, null, null, null, SipRouteModifier.NO_ROUTE, null);

    private static final String CHAIN = "X-Chain";
    private static final Map<String, SipApplicationRoutingRegion> REGIONS = Map.of(
        "originating", SipApplicationRoutingRegion.ORIGINATING_REGION, "terminating", SipApplicationRoutingRegion.TERMINATING_REGION,
        "neutral", SipApplicationRoutingRegion.NEUTRAL_REGION);

    private final List<String> deployed = new CopyOnWriteArrayList<>();

    /** Made by the container by name. */
    public static final class Provider extends SipApplicationRouterProvider {
        @Override
        public SipApplicationRouter getSipApplicationRouter() {
            return new SuiteRouter();
        }
    }

    @Override
    public SipApplicationRouterInfo getNextApplication(SipServletRequest request, SipApplicationRoutingRegion region,
                                                       SipApplicationRoutingDirective directive,
                                                       SipTargetedRequestInfo targeted, Serializable stateInfo) {
        if (targeted != null) {
            return to(targeted.getApplicationName());
        }
        if (request.getHeader(CHAIN) != null) {
            return next(request.getHeader(CHAIN).split("\\s*,\\s*"), directive, stateInfo);
        }
        boolean sentByAnApplication = request.getSession(false) != null || stateInfo != null;
        return !sentByAnApplication && request.getRequestURI() instanceof SipURI uri && deployed.contains(uri.getUser())
            ? to(uri.getUser()) : NONE;
    }

    /** The state is the place in the chain; NEW begins it again, REVERSE is told by the region (15.1.6). */
    private static SipApplicationRouterInfo next(String[] chain, SipApplicationRoutingDirective directive, Serializable state) {
        int place = state instanceof Integer last && directive != SipApplicationRoutingDirective.NEW ? last : 0;
        if (place >= chain.length) {
            return NONE;
        }
        String[] link = chain[place].split(";");
        Map<String, String> parameters = new HashMap<>();
        for (int i = 1; i < link.length; i++) {
            String[] pair = link[i].split("=", 2);
            parameters.put(pair[0], pair[1]);
        }
        String region = parameters.getOrDefault("region", "neutral");
        if (directive == SipApplicationRoutingDirective.REVERSE) {
            region = "terminating";
        }
        String route = parameters.get("route");
        return new SipApplicationRouterInfo(link[0].isEmpty() ? null : link[0], REGIONS.get(region), parameters.get("subscriber"),
            route == null ? null : route.replace('!', ';').split("\\+"),
            SipRouteModifier.valueOf(parameters.getOrDefault("modifier", "no_route").toUpperCase(Locale.ROOT)), place + 1);
    }

    private static SipApplicationRouterInfo to(String application) {
        return new SipApplicationRouterInfo(application, SipApplicationRoutingRegion.NEUTRAL_REGION, null, null,
            SipRouteModifier.NO_ROUTE, application);
    }

    @Override
    public void applicationDeployed(List<String> names) {
        deployed.addAll(names);
    }

    @Override
    public void applicationUndeployed(List<String> names) {
        deployed.removeAll(names);
    }

    @Override
    public void init() { }

    @Override
    public void init(Properties properties) { }

    @Override
    public void destroy() { }
}
