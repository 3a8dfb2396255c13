package org.calliope.ims.container.dns;

import java.util.Optional;
import java.util.stream.Stream;
import org.calliope.ims.container.transport.Transport;

/** How URIs and DNS name the transports: RFC 3263 4.1, RFC 7118 8. */
public final class ServiceNames {

    private ServiceNames() { }

    /** @return the transport of that name in any case; nothing when it is none that is known here, or null */
    public static Optional<Transport> transport(String name) {
        return Stream.of(Transport.values()).filter(t -> t.name().equalsIgnoreCase(name)).findFirst();
    }

    static Optional<Transport> ofService(String service) {
        return Stream.of(Transport.values()).filter(t -> service(t).equalsIgnoreCase(service)).findFirst();
    }

    private static String service(Transport transport) {
        return switch (transport) {
            case UDP -> "SIP+D2U";
            case TCP -> "SIP+D2T";
            case TLS -> "SIPS+D2T";
            case WS -> "SIP+D2W";
            case WSS -> "SIPS+D2W";
        };
    }

    /** @return where the SRV records of a domain's service are */
    static String srv(Transport transport, String domain) {
        String protocol = switch (transport) {
            case UDP -> "_udp.";
            case TCP, TLS -> "_tcp.";
            case WS, WSS -> "_ws.";
        };
        return (transport.secure() ? "_sips." : "_sip.") + protocol + domain;
    }

    /** @return the same with TLS below; UDP has none (RFC 3261 26.2.2) */
    static Optional<Transport> secured(Transport transport) {
        return switch (transport) {
            case UDP -> Optional.empty();
            case TCP, TLS -> Optional.of(Transport.TLS);
            case WS, WSS -> Optional.of(Transport.WSS);
        };
    }
}
