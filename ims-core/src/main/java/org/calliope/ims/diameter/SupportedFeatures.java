package org.calliope.ims.diameter;

/**
 * Supported-Features, TS 29.229 6.3.29 to 6.3.31: one list of features that a node has.
 *
 * @param vendor who defined the list, 10415 for 3GPP
 * @param list   Feature-List-ID, 1 and more
 * @param bits   Feature-List, 32 bits; bit 0 is the lowest
 */
public record SupportedFeatures(long vendor, long list, long bits) {

    private static final int BITS = 32;

    /** @return a list of 3GPP */
    public static SupportedFeatures of(long list, long bits) {
        return new SupportedFeatures(Dictionary.VENDOR_3GPP, list, bits);
    }

    /** @param bit 0 to 31 */
    public boolean has(int bit) {
        return bit >= 0 && bit < BITS && (bits >>> bit & 1) == 1;
    }

    /** @return whether this is the same list and has every feature of the other */
    boolean covers(SupportedFeatures other) {
        return vendor == other.vendor && list == other.list && (other.bits & ~bits) == 0;
    }
}
