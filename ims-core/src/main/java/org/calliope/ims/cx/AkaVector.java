package org.calliope.ims.cx;

import org.calliope.ims.diameter.Octets;

/**
 * A SIP-Auth-Data-Item of Digest-AKAv1-MD5, TS 29.229 6.3.8 to 6.3.13, 6.3.27 and 6.3.28. {@link Octets} hides what
 * is secret.
 *
 * @param item               SIP-Item-Number, the order in which they are to be used, 1 and more
 * @param authenticate       SIP-Authenticate: RAND and AUTN, 32 octets
 * @param authorization      SIP-Authorization: XRES, 4 to 16 octets
 * @param confidentialityKey CK, 16 octets
 * @param integrityKey       IK, 16 octets
 */
public record AkaVector(int item, Octets authenticate, Octets authorization, Octets confidentialityKey,
                        Octets integrityKey) {

    private static final int CHALLENGE = 32;
    private static final int SHORTEST_RESPONSE = 4; // TS 33.102 6.3.7: RES has 32 to 128 bits
    private static final int LONGEST_RESPONSE = 16;
    private static final int KEY = 16;

    public AkaVector {
        exactly(CHALLENGE, authenticate, "SIP-Authenticate");
        exactly(KEY, confidentialityKey, "Confidentiality-Key");
        exactly(KEY, integrityKey, "Integrity-Key");
        if (authorization.length() < SHORTEST_RESPONSE || authorization.length() > LONGEST_RESPONSE) {
            throw new IllegalArgumentException("SIP-Authorization has " + authorization + ", not 4 to 16");
        }
    }

    private static void exactly(int length, Octets value, String name) {
        if (value.length() != length) {
            throw new IllegalArgumentException(name + " has " + value + ", not " + length);
        }
    }
}
