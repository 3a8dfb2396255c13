package org.calliope.ims.aka;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.OptionalLong;

/**
 * AUTS, with which a SIM says that a sequence number is out of its range: SQN_MS xor AK* || MAC-S (TS 33.102 6.3.3).
 * {@link #toString} hides it.
 *
 * @param value 14 octets, which nobody changes
 */
public record Auts(byte[] value) {

    /** Octets of it. */
    public static final int LENGTH = 14;

    private static final int SQN = 6;
    // 6.3.3: "The AMF used to calculate MAC-S assumes a dummy value of all zeros"
    private static final int DUMMY_AMF = 0;

    /** @throws IllegalArgumentException when it has another length */
    public Auts {
        Octets.exactly(LENGTH, value, "AUTS");
    }

    /**
     * @param text the auts of Authorization, RFC 3310 3.4
     * @throws IllegalArgumentException when it is no base64 of 14 octets
     */
    public static Auts parse(String text) {
        return new Auts(AkaDigest.base64(text, "auts"));
    }

    static Auts of(Milenage milenage, byte[] rand, long sqn) {
        byte[] concealed = ByteBuffer.allocate(Long.BYTES).putLong(sqn ^ milenage.f5Star(rand)).array();
        return new Auts(ByteBuffer.allocate(LENGTH).put(concealed, Long.BYTES - SQN, SQN)
                .putLong(milenage.f1Star(rand, sqn, DUMMY_AMF)).array());
    }

    /**
     * TS 33.102 6.3.5, steps 1 to 3.
     *
     * @param milenage the subscriber's functions
     * @param rand     the challenge the SIM had been given
     * @return SQN_MS, empty when MAC-S does not prove it
     */
    public OptionalLong sqn(Milenage milenage, byte[] rand) {
        ByteBuffer parts = ByteBuffer.wrap(value);
        long concealed = (long) parts.getShort(0) << Integer.SIZE & SequenceNumbers.MAX
                | parts.getInt(Short.BYTES) & 0xffff_ffffL;
        long sqn = concealed ^ milenage.f5Star(rand);
        // a wrong one tells nothing about the right one, so the comparison need not take constant time
        return parts.getLong(SQN) == milenage.f1Star(rand, sqn, DUMMY_AMF) ? OptionalLong.of(sqn)
                : OptionalLong.empty();
    }

    /** @return the auts of Authorization */
    public String text() {
        return Base64.getEncoder().encodeToString(value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Auts auts && Arrays.equals(value, auts.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return "Auts[***]";
    }
}
