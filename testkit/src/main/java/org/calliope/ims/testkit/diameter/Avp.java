package org.calliope.ims.testkit.diameter;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An AVP, RFC 6733 4.1. Immutable.
 *
 * @param code   its number
 * @param vendor Vendor-Id, 0 for none
 * @param flags  the byte of V, M and P bits as it is on the wire
 * @param data   without padding
 */
public record Avp(int code, int vendor, int flags, byte[] data) {

    /** The bit that says that it is of a vendor. */
    public static final int VENDOR = 0x80;
    /** The bit that says that who does not know it must refuse the message. */
    public static final int MANDATORY = 0x40;

    private static final int SHORT_HEADER = 8;
    private static final int LONG_HEADER = 12;
    private static final int LENGTH_BITS = 24;
    private static final int LENGTH_MASK = (1 << LENGTH_BITS) - 1;

    public static Avp of(AvpName name, byte[] data) {
        return new Avp(name.code(), name.vendor(), MANDATORY | (name.vendor() == 0 ? 0 : VENDOR), data);
    }

    public static Avp of(AvpName name, String text) {
        return of(name, text.getBytes(StandardCharsets.UTF_8));
    }

    /** @param number 32 bits, unsigned */
    public static Avp of(AvpName name, long number) {
        return of(name, ByteBuffer.allocate(Integer.BYTES).putInt((int) number).array());
    }

    public static Avp of(AvpName name, Avp... group) {
        return of(name, encode(List.of(group)));
    }

    /** The same with other flags. */
    public Avp flags(int other) {
        return new Avp(code, vendor, other, data);
    }

    public boolean is(AvpName name) {
        return code == name.code() && vendor == name.vendor();
    }

    public boolean mandatory() {
        return (flags & MANDATORY) != 0;
    }

    public String text() {
        return new String(data, StandardCharsets.UTF_8);
    }

    /** @throws IllegalArgumentException when it has not four bytes */
    public long number() {
        if (data.length != Integer.BYTES) {
            throw new IllegalArgumentException(this + " is no 32-bit number");
        }
        return Integer.toUnsignedLong(ByteBuffer.wrap(data).getInt());
    }

    /** @throws IllegalArgumentException when it is no group */
    public List<Avp> group() {
        return decode(ByteBuffer.wrap(data));
    }

    static byte[] encode(List<Avp> avps) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        avps.forEach(avp -> out.writeBytes(avp.encode()));
        return out.toByteArray();
    }

    private byte[] encode() {
        boolean ofVendor = (flags & VENDOR) != 0;
        int length = (ofVendor ? LONG_HEADER : SHORT_HEADER) + data.length;
        ByteBuffer out = ByteBuffer.allocate(padded(length));
        out.putInt(code).putInt(flags << LENGTH_BITS | length);
        if (ofVendor) {
            out.putInt(vendor);
        }
        return out.put(data).array();
    }

    static List<Avp> decode(ByteBuffer in) {
        List<Avp> avps = new ArrayList<>();
        try {
            while (in.hasRemaining()) {
                avps.add(one(in));
            }
        } catch (BufferUnderflowException | NegativeArraySizeException broken) {
            throw new IllegalArgumentException("AVP " + (avps.size() + 1) + " has a length that cannot be", broken);
        }
        return avps;
    }

    private static Avp one(ByteBuffer in) {
        int start = in.position();
        int code = in.getInt();
        int second = in.getInt();
        int flags = second >>> LENGTH_BITS;
        int vendor = (flags & VENDOR) == 0 ? 0 : in.getInt();
        byte[] data = new byte[(second & LENGTH_MASK) - (in.position() - start)];
        in.get(data);
        in.position(Math.min(start + padded(second & LENGTH_MASK), in.limit()));
        return new Avp(code, vendor, flags, data);
    }

    private static int padded(int length) {
        return (length + Integer.BYTES - 1) / Integer.BYTES * Integer.BYTES;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Avp avp && code == avp.code && vendor == avp.vendor && flags == avp.flags
                && Arrays.equals(data, avp.data);
    }

    @Override
    public int hashCode() {
        return 31 * code + Arrays.hashCode(data);
    }

    @Override
    public String toString() {
        return "AVP " + code + (vendor == 0 ? "" : " of " + vendor) + " with " + data.length + " bytes";
    }
}
