package org.calliope.ims.conformance;

import java.io.Serializable;
import java.util.List;
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

/** Gives a request that comes in to the application that the user part of its Request-URI names. */
public final class SuiteRouter implements SipApplicationRouter {

    private static final SipApplicationRouterInfo NONE =
        new SipApplicationRouterInfo(null, null, null, null, SipRouteModifier.NO_ROUTE, null);

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
        boolean sentByAnApplication = request.getSession(false) != null || stateInfo != null;
        return !sentByAnApplication && request.getRequestURI() instanceof SipURI uri && deployed.contains(uri.getUser())
            ? to(uri.getUser()) : NONE;
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
