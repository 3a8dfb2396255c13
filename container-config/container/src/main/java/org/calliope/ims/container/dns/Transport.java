package org.calliope.ims.container.dns;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How SIP is carried, and how DNS speaks of it (RFC 3263 4.1, RFC 7118 8). */
public enum Transport {
    UDP(false, 5060, "SIP+D2U", "_sip._udp."),
    TCP(false, 5060, "SIP+D2T", "_sip._tcp."),
    TLS(true, 5061, "SIPS+D2T", "_sips._tcp."),
    WS(false, 80, "SIP+D2W", "_sip._ws."),
    WSS(true, 443, "SIPS+D2W", "_sips._ws.");

    private final boolean secure;
    private final int defaultPort;
    private final String service;
    private final String prefix;

    Transport(boolean secure, int defaultPort, String service, String prefix) {
        this.secure = secure;
        this.defaultPort = defaultPort;
        this.service = service;
        this.prefix = prefix;
    }

    /** @return the transport of that name in any case, nothing when it is none of these */
    public static Optional<Transport> named(String name) {
        return Stream.of(values()).filter(t -> t.name().equalsIgnoreCase(name)).findFirst();
    }

    static Optional<Transport> ofService(String service) {
        return Stream.of(values()).filter(t -> t.service.equalsIgnoreCase(service)).findFirst();
    }

    public boolean secure() {
        return secure;
    }

    int defaultPort() {
        return defaultPort;
    }

    /** @return the name under which the SRV records of a domain's service stand */
    String srvName(String domain) {
        return prefix + domain;
    }

    /** @return this transport with TLS below; UDP has none */
    Optional<Transport> secured() {
        return switch (this) {
            case UDP -> Optional.empty();
            case TCP, TLS -> Optional.of(TLS);
            case WS, WSS -> Optional.of(WSS);
        };
    }

    /** @return the name as a URI and a listening point have it: {@code udp} */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
