package org.calliope.ims.trace;

import java.nio.charset.StandardCharsets;

/** Reads what a {@link ByteSink} has written. One thread. */
final class ByteSource {

    private static final int SEVEN_BITS = 0x7f;
    private static final byte[] NOTHING = new byte[0];

    private final byte[] bytes;
    private int at;

    ByteSource(byte[] bytes) {
        this.bytes = bytes;
    }

    long number() {
        long folded = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = bytes[at++];
            folded |= (long) (next & SEVEN_BITS) << shift;
            if (next >= 0) {
                return folded >>> 1 ^ -(folded & 1);
            }
        }
    }

    String text() {
        int length = (int) number();
        if (length == 0) {
            return "";
        }
        at += length;
        return new String(bytes, at - length, length, StandardCharsets.UTF_8);
    }

    byte[] bytes() {
        int length = (int) number();
        if (length == 0) {
            return NOTHING;
        }
        byte[] value = new byte[length];
        System.arraycopy(bytes, at, value, 0, length);
        at += length;
        return value;
    }
}
