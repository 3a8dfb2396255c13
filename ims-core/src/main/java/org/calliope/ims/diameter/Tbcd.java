package org.calliope.ims.diameter;

/** Digits in half bytes, the lower one first, filled up with 15: TBCD-STRING of TS 29.002 17.7.8. */
final class Tbcd {

    private static final int HALF = 4;
    private static final int LOW = 0xF;
    private static final int FILLER = 0xF;

    private Tbcd() {
    }

    /** @param digits 0 to 9 alone */
    static byte[] encode(String digits) {
        byte[] bytes = new byte[(digits.length() + 1) / 2];
        for (int i = 0; i < digits.length(); i += 2) {
            int high = i + 1 < digits.length() ? digits.charAt(i + 1) - '0' : FILLER;
            bytes[i / 2] = (byte) (high << HALF | digits.charAt(i) - '0');
        }
        return bytes;
    }

    /** @throws IllegalArgumentException when there is something else than digits and one filler at the end */
    static String decode(Octets octets) {
        byte[] bytes = octets.bytes();
        StringBuilder digits = new StringBuilder(2 * bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            digits.append(digit(bytes[i] & LOW));
            int high = bytes[i] >> HALF & LOW;
            if (high != FILLER || i < bytes.length - 1) {
                digits.append(digit(high));
            }
        }
        return digits.toString();
    }

    private static char digit(int half) {
        if (half > 9) {
            throw new IllegalArgumentException("a half byte of a number is no digit");
        }
        return (char) ('0' + half);
    }
}
