package org.calliope.ims.bgcf;

import java.time.Duration;
import java.util.List;
import org.calliope.ims.config.Default;

/**
 * conf/bgcf.properties but for the gateways and routes, which are the {@link RouteTable}'s.
 *
 * @param gatewayTimeout how long a gateway may say nothing to an INVITE before another one is tried, whole seconds from 1 on;
 *                       for the final response to another request it has twice as long
 * @param gatewayPause   how long until a gateway that did not work is asked again whether it does
 * @param recordRoute    stay on the path of all dialogs (TS 24.229 5.6.2), not only of those by gateways that are not trusted
 * @param trustedPeers   who may send requests besides the elements of ims.properties: {@code host}, {@code host:port}, or
 *                       {@code *} for everybody (TS 24.229 4.4)
 */
public record BgcfSettings(@Default("5s") Duration gatewayTimeout, @Default("30s") Duration gatewayPause,
                           @Default("false") boolean recordRoute, @Default("") List<String> trustedPeers) {

    /** File name below conf/. */
    public static final String FILE = "bgcf.properties";

    public BgcfSettings {
        if (gatewayTimeout.toSeconds() < 1 || gatewayPause.toSeconds() < 1) {
            throw new IllegalArgumentException("gateway-timeout and gateway-pause must be 1s or more");
        }
    }
}
