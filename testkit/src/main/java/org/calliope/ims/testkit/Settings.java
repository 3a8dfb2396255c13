package org.calliope.ims.testkit;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.calliope.ims.aka.Usim;
import org.calliope.ims.testkit.wire.SipUri;
import org.calliope.ims.testkit.wire.Transport;

/** How one user agent was set up; see {@link UserAgent.Builder} for what each means. */
record Settings(String identity, String userName, String password, Optional<InetSocketAddress> proxy,
                                Transport transport, Mode mode, boolean proxyInRoute, String localAddress, String instance,
                                Duration patience, Timers timers, Optional<Usim> sim) {

    /** The home domain: what REGISTER is sent to and a challenge's realm. */
    String domain() {
        return SipUri.parse(identity).host();
    }

    String user() {
        return SipUri.parse(identity).user();
    }

    /** {@code sip:host:port;lr} of the outbound proxy, with the transport when it is not UDP. */
    Optional<String> proxyRoute() {
        return proxy.map(p -> "<sip:" + p.getAddress().getHostAddress() + ":" + p.getPort()
                + (transport == Transport.UDP ? "" : ";transport=" + transport.parameter()) + ";lr>");
    }
}
