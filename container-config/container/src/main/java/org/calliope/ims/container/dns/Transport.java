package org.calliope.ims.container.dns;

import java.util.Locale;

/** What SIP is carried over (RFC 3261 18, RFC 7118). */
public enum Transport {
    UDP(false, 5060), TCP(false, 5060), TLS(true, 5061), WS(false, 80), WSS(true, 443);

    private final boolean secure;
    private final int defaultPort;

    Transport(boolean secure, int defaultPort) {
        this.secure = secure;
        this.defaultPort = defaultPort;
    }

    public boolean secure() {
        return secure;
    }

    /** RFC 3261 19.1.2, RFC 7118 5.5: where a URI that names no port leads. */
    int defaultPort() {
        return defaultPort;
    }

    /** @return the name as a URI and a listening point have it */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
