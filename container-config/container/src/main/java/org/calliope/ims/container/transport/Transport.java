package org.calliope.ims.container.transport;

import java.util.Locale;

/** What SIP is carried over (RFC 3261 18, RFC 7118). */
public enum Transport {
    UDP(false, false), TCP(false, false), TLS(true, false), WS(false, true), WSS(true, true);

    private final boolean secure;
    private final boolean webSocket;

    Transport(boolean secure, boolean webSocket) {
        this.secure = secure;
        this.webSocket = webSocket;
    }

    /** @throws IllegalArgumentException when there is none of that name */
    public static Transport of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** @return the name as configuration and URIs spell it */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean secure() {
        return secure;
    }

    boolean webSocket() {
        return webSocket;
    }

    /** RFC 3261 19.1.2, RFC 7118 5.5: where a URI that names no port leads. */
    int defaultPort() {
        return switch (this) {
            case UDP, TCP -> 5060;
            case TLS -> 5061;
            case WS -> 80;
            case WSS -> 443;
        };
    }
}
