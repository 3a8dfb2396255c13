package org.calliope.ims.hss.secret;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

import org.calliope.ims.aka.AuthenticationVector;
import org.calliope.ims.aka.Milenage;

/**
 * What AKA shares with a SIM. Its arrays are handed out as they are and nobody changes them. {@link #toString} hides
 * them.
 *
 * @param k   the subscriber's key, 16 octets
 * @param opc the operator's constant as of this subscriber, 16 octets (TS 35.206 4.1)
 * @param amf authentication management field, 0..0xffff (TS 33.102 6.3.2)
 */
public record AkaSecret(byte[] k, byte[] opc, int amf) {

    private static final int AMF_DIGITS = 4;
    private static final int MAX_AMF = 0xffff;

    /** @throws IllegalArgumentException says what is wrong, without showing it */
    public AkaSecret {
        if (k.length != Milenage.BLOCK || opc.length != Milenage.BLOCK || amf < 0 || amf > MAX_AMF) {
            throw new IllegalArgumentException("K and OPc are 16 octets, AMF is 2");
        }
    }

    static AkaSecret of(String k, String opOrOpc, boolean isOp, String amf) {
        byte[] key = octets(k, Milenage.BLOCK * 2, "K");
        byte[] constant = octets(opOrOpc, Milenage.BLOCK * 2, isOp ? "OP" : "OPc");
        byte[] field = octets(amf, AMF_DIGITS, "AMF");
        return new AkaSecret(key, isOp ? Milenage.opc(key, constant) : constant,
                Byte.toUnsignedInt(field[0]) << Byte.SIZE | Byte.toUnsignedInt(field[1]));
    }

    private static byte[] octets(String hex, int digits, String name) {
        String lower = hex.toLowerCase(Locale.ROOT);
        if (lower.length() != digits || !DigestSecret.hex(lower)) {
            throw new IllegalArgumentException(name + " is not " + digits + " hex digits");
        }
        return HexFormat.of().parseHex(lower);
    }

    /** The functions of this subscriber, for one thread. */
    public Milenage milenage() {
        return new Milenage(k, opc);
    }

    /**
     * @param rand 16 octets nobody can guess
     * @param sqn  0..2^48-1, used for nothing before
     */
    public AuthenticationVector vector(byte[] rand, long sqn) {
        return milenage().vector(rand, sqn, amf);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AkaSecret that && Arrays.equals(k, that.k) && Arrays.equals(opc, that.opc)
                && amf == that.amf;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(k);
    }

    @Override
    public String toString() {
        return "AkaSecret[***]";
    }
}
