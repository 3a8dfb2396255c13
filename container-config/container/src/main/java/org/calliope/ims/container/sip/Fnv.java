package org.calliope.ims.container.sip;

/**
 * FNV-1a, 64 bits. Names that are counted up, as branches and Call-IDs often are, have equal
 * {@link String#hashCode hash codes} ("1n" and "30"); these have not.
 */
final class Fnv {

    private static final long BASIS = 0xcbf2_9ce4_8422_2325L;
    private static final long PRIME = 0x100_0000_01b3L;

    private Fnv() { }

    static long hash(String text) {
        long hash = BASIS;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * PRIME;
        }
        return hash;
    }
}
