package org.calliope.ims.testkit.wire;

import java.util.Locale;

/** What carries a SIP message (RFC 3261 18, RFC 7118). */
public enum Transport {
    UDP,
    TCP,
    TLS,
    WS,
    WSS;

    /** The name as a URI's {@code transport} parameter spells it, "udp" or "tcp". */
    public String parameter() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A connection delivers or breaks; UDP needs the retransmissions of RFC 3261 17. */
    public boolean reliable() {
        return this != UDP;
    }

    /** WebSocket, of which a user agent is always the client. */
    public boolean webSocket() {
        return this == WS || this == WSS;
    }

    /** What a URI's {@code transport} parameter means (RFC 3263 4.1: without one UDP, for an address). */
    public static Transport of(String parameter) {
        return valueOf(parameter.toUpperCase(Locale.ROOT));
    }
}
