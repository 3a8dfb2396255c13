package org.calliope.ims.diameter;

import java.nio.ByteBuffer;

/**
 * A Diameter header, RFC 6733 3.
 *
 * @param length     of the whole message in bytes
 * @param hopByHop   0 to 2^32-1
 * @param endToEnd   0 to 2^32-1
 */
record Header(int version, int length, boolean request, int command, long application, long hopByHop, long endToEnd) {

    private static final int LOW_BITS = 24;
    private static final int LOW_MASK = (1 << LOW_BITS) - 1;

    /** @param bytes {@link Dictionary#HEADER_LENGTH} bytes from its position on; they stay unread */
    static Header of(ByteBuffer bytes) {
        int at = bytes.position();
        int first = bytes.getInt(at);
        int second = bytes.getInt(at + Integer.BYTES);
        return new Header(first >>> LOW_BITS, first & LOW_MASK, second < 0, second & LOW_MASK,
                unsigned(bytes, at + 2 * Integer.BYTES), unsigned(bytes, at + 3 * Integer.BYTES),
                unsigned(bytes, at + 4 * Integer.BYTES));
    }

    private static long unsigned(ByteBuffer bytes, int at) {
        return Integer.toUnsignedLong(bytes.getInt(at));
    }

    /** @return whether it can be the start of a Diameter message */
    boolean plausible(int largest) {
        return version == Dictionary.VERSION && length >= Dictionary.HEADER_LENGTH && length % Integer.BYTES == 0
                && length <= largest;
    }
}
