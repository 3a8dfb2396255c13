package org.calliope.ims.identity;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes IMS charging identifiers, unique over nodes and restarts: a random prefix drawn at start and a
 * counter (TS 32.260 5.2.4.11, RFC 7315 4.6). Any thread.
 */
public final class Icids {

    private static final int PREFIX_BYTES = 8;

    private final String prefix;
    private final AtomicLong counter = new AtomicLong();

    public Icids() {
        byte[] random = new byte[PREFIX_BYTES];
        new SecureRandom().nextBytes(random);
        prefix = HexFormat.of().formatHex(random) + '-';
    }

    public String next() {
        return prefix + Long.toString(counter.incrementAndGet(), Character.MAX_RADIX);
    }
}
