package org.calliope.ims.hss.model;

import java.util.Arrays;

/** A secret as it is kept: encrypted, and never printed. An empty one in a document means: what is there stays. */
public final class Sealed {

    /** Leaves the secret that is stored. */
    public static final Sealed KEEP = new Sealed(new byte[0]);

    private static final int LARGEST = 1_024;

    private final byte[] bytes;

    /** Copies the ciphertext, up to 1,024 bytes. */
    public Sealed(byte[] bytes) {
        if (bytes.length > LARGEST) {
            throw new IllegalArgumentException("a secret has up to " + LARGEST + " bytes");
        }
        this.bytes = bytes.clone();
    }

    /** A copy of the ciphertext. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Whether the stored secret is to stay. */
    public boolean keeps() {
        return bytes.length == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sealed sealed && Arrays.equals(bytes, sealed.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "***";
    }
}
