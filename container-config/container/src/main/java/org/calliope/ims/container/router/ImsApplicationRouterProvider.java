package org.calliope.ims.container.router;

import javax.servlet.sip.ar.SipApplicationRouter;
import javax.servlet.sip.ar.spi.SipApplicationRouterProvider;
import org.calliope.ims.node.Topology;

/**
 * Hands the {@link ImsApplicationRouter} to the SIP core (JSR 289 15.4.2). The core makes this class by name, so the
 * topology is left here beforehand by the container that is about to start.
 */
public final class ImsApplicationRouterProvider extends SipApplicationRouterProvider {

    private static volatile Topology topology = Topology.defaults();

    /** To be called before the core starts. */
    public static void use(Topology of) {
        topology = of;
    }

    @Override
    public SipApplicationRouter getSipApplicationRouter() {
        return new ImsApplicationRouter(topology);
    }
}
