package org.calliope.ims.container.router;

import java.util.Map;
import javax.servlet.sip.ar.SipApplicationRouter;
import javax.servlet.sip.ar.spi.SipApplicationRouterProvider;
import org.calliope.ims.node.Role;
import org.calliope.ims.node.SipEndpoint;
import org.calliope.ims.node.Topology;

/**
 * Hands the {@link ImsApplicationRouter} to the SIP core (JSR 289 15.4.2). The core makes this class by name, so the
 * topology is left here beforehand by the container that is about to start.
 */
public final class ImsApplicationRouterProvider extends SipApplicationRouterProvider {

    private static volatile Topology topology = Topology.defaults();
    private static volatile Map<SipEndpoint, Role> endpoints = Map.of();

    /**
     * To be called before the core starts.
     *
     * @param more further addresses of elements
     */
    public static void use(Topology of, Map<SipEndpoint, Role> more) {
        topology = of;
        endpoints = Map.copyOf(more);
    }

    @Override
    public SipApplicationRouter getSipApplicationRouter() {
        return new ImsApplicationRouter(topology, endpoints);
    }
}
