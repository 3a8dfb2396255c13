package org.calliope.ims.trace;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Grows as it is written; used again and again by one thread. */
final class ByteSink {

    private static final int CONTINUES = 0x80;
    private static final int SEVEN_BITS = 0x7f;
    private static final int LONGEST_NUMBER = 10;

    private byte[] bytes = new byte[4096];
    private int length;

    void clear() {
        length = 0;
    }

    int length() {
        return length;
    }

    /** The first {@link #length()} of these count. */
    byte[] array() {
        return bytes;
    }

    /** Seven bits a byte, the lowest first; negative ones are folded in between (zigzag), so that small ones are short. */
    void number(long value) {
        room(LONGEST_NUMBER);
        long left = value << 1 ^ value >> Long.SIZE - 1;
        while ((left & ~SEVEN_BITS) != 0) {
            bytes[length++] = (byte) (left & SEVEN_BITS | CONTINUES);
            left >>>= 7;
        }
        bytes[length++] = (byte) left;
    }

    void text(String value) {
        if (value.isEmpty()) {
            number(0);
        } else {
            bytes(value.getBytes(StandardCharsets.UTF_8));
        }
    }

    void bytes(byte[] value) {
        number(value.length);
        room(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
