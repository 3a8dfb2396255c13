package org.calliope.ims.testkit.wire;

import java.util.Locale;

/** What carries a SIP message (RFC 3261 18). */
public enum Transport {
    UDP,
    TCP;

    /** The name as a URI's {@code transport} parameter spells it, "udp" or "tcp". */
    public String parameter() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** TCP delivers or breaks; UDP needs the retransmissions of RFC 3261 17. */
    public boolean reliable() {
        return this == TCP;
    }
}
