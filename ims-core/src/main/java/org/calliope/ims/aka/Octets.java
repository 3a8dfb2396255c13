package org.calliope.ims.aka;

import java.util.Arrays;

/** What every input is checked with; what is wrong is said without its value, which may be a secret. */
final class Octets {

    private Octets() {
    }

    static byte[] exactly(int length, byte[] value, String name) {
        if (value.length != length) {
            throw new IllegalArgumentException(name + " has " + value.length + " octets, not " + length);
        }
        return value;
    }

    static byte[] concat(byte[]... parts) {
        byte[] all = new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}
