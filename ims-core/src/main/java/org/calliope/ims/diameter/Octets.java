package org.calliope.ims.diameter;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes of an AVP, as a value. Often a secret: {@link #toString} tells only how many there are. Immutable. */
public final class Octets {

    private final byte[] bytes;

    private Octets(byte[] bytes) {
        this.bytes = bytes;
    }

    /** @return a copy of them */
    public static Octets of(byte[] bytes) {
        return new Octets(bytes.clone());
    }

    /** @return the UTF-8 bytes of this text */
    public static Octets ofText(String text) {
        return new Octets(text.getBytes(StandardCharsets.UTF_8));
    }

    /** @return a copy */
    public byte[] bytes() {
        return bytes.clone();
    }

    /**
     * @param from the first of them, 0 and more
     * @param to   behind the last, up to {@link #length}
     */
    public Octets slice(int from, int to) {
        return new Octets(Arrays.copyOfRange(bytes, from, to));
    }

    public int length() {
        return bytes.length;
    }

    /** @return read as UTF-8 */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Octets octets && Arrays.equals(bytes, octets.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return bytes.length + " octets";
    }
}
