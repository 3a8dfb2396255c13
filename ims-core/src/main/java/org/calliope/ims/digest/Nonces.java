package org.calliope.ims.digest;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Draws nonces nobody can guess: 128 random bits in hex (RFC 7616 5.2). Any thread. */
public final class Nonces {

    private static final int BYTES = 16;

    private final SecureRandom random = new SecureRandom();

    public String next() {
        byte[] nonce = new byte[BYTES];
        random.nextBytes(nonce);
        return HexFormat.of().formatHex(nonce);
    }
}
