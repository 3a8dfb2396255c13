package org.calliope.ims.aka;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * MILENAGE, TS 35.206: the functions f1 to f5* of one subscriber over AES-128, and the authentication vectors made
 * with them. It keeps its cipher and the block it works on, so it is for one thread at a time; who authenticates a
 * subscriber makes one, which costs one key schedule, and drops it.
 */
public final class Milenage {

    /** Octets of K, OP, OPc and RAND, and of CK and IK. */
    public static final int BLOCK = 16;

    static final int MAX_AMF = 0xffff;

    private static final int HALF = 64;
    private static final int QUARTER = 32;
    private static final int AMF_BITS = 16;

    private final Cipher aes;
    private final ByteBuffer block = ByteBuffer.allocate(BLOCK);
    private final long opcHigh;
    private final long opcLow;
    private long tempHigh;
    private long tempLow;
    private long outHigh;
    private long outLow;

    /**
     * @param k   the subscriber's key, 16 octets
     * @param opc the operator's constant as of this subscriber, 16 octets; see {@link #opc}
     */
    public Milenage(byte[] k, byte[] opc) {
        ByteBuffer constant = ByteBuffer.wrap(Octets.exactly(BLOCK, opc, "OPc"));
        this.aes = aes(Octets.exactly(BLOCK, k, "K"));
        this.opcHigh = constant.getLong();
        this.opcLow = constant.getLong();
    }

    /** TS 35.206 4.1: OPc = OP xor E[OP] by K. */
    public static byte[] opc(byte[] k, byte[] op) {
        Milenage plain = new Milenage(k, new byte[BLOCK]);
        ByteBuffer constant = ByteBuffer.wrap(Octets.exactly(BLOCK, op, "OP"));
        long high = constant.getLong();
        long low = constant.getLong();
        plain.encrypt(high, low);
        return octets(high ^ plain.outHigh, low ^ plain.outLow);
    }

    /**
     * An authentication vector, TS 33.102 6.3.2: AUTN = SQN xor AK || AMF || MAC.
     *
     * @param rand 16 octets nobody can guess
     * @param sqn  0..2^48-1, see {@link SequenceNumbers}
     * @param amf  authentication management field, 0..0xffff
     */
    public AuthenticationVector vector(byte[] rand, long sqn, int amf) {
        long mac = f1(rand, sqn, amf);
        out(0, 1);
        long res = outLow;
        long concealed = sqn ^ outHigh >>> AMF_BITS;
        byte[] ck = out3();
        byte[] ik = out4();
        return new AuthenticationVector(rand.clone(), octets(concealed << AMF_BITS | amf, mac),
                ByteBuffer.allocate(Long.BYTES).putLong(res).array(), ck, ik);
    }

    /** @return MAC-A, 64 bits */
    long f1(byte[] rand, long sqn, int amf) {
        out1(rand, sqn, amf);
        return outHigh;
    }

    /** @return MAC-S, 64 bits */
    long f1Star(byte[] rand, long sqn, int amf) {
        out1(rand, sqn, amf);
        return outLow;
    }

    /** @return RES, 64 bits */
    long f2(byte[] rand) {
        temp(rand);
        out(0, 1);
        return outLow;
    }

    /** @return CK */
    byte[] f3(byte[] rand) {
        temp(rand);
        return out3();
    }

    /** @return IK */
    byte[] f4(byte[] rand) {
        temp(rand);
        return out4();
    }

    /** @return AK, 48 bits */
    long f5(byte[] rand) {
        temp(rand);
        out(0, 1);
        return outHigh >>> AMF_BITS;
    }

    /** @return AK of a resynchronisation, 48 bits */
    long f5Star(byte[] rand) {
        temp(rand);
        out(HALF + QUARTER, 8);
        return outHigh >>> AMF_BITS;
    }

    // TEMP = E[RAND xor OPc]
    private void temp(byte[] rand) {
        ByteBuffer value = ByteBuffer.wrap(Octets.exactly(BLOCK, rand, "RAND"));
        encrypt(value.getLong() ^ opcHigh, value.getLong() ^ opcLow);
        tempHigh = outHigh;
        tempLow = outLow;
    }

    // OUT1 = E[TEMP xor rot(IN1 xor OPc, r1) xor c1] xor OPc, IN1 = SQN || AMF || SQN || AMF, r1 = 64, c1 = 0
    private void out1(byte[] rand, long sqn, int amf) {
        SequenceNumbers.check(sqn);
        if (amf < 0 || amf > MAX_AMF) {
            throw new IllegalArgumentException("AMF is 16 bits, not " + amf);
        }
        temp(rand);
        long in = sqn << AMF_BITS | amf;
        encrypt(tempHigh ^ in ^ opcLow, tempLow ^ in ^ opcHigh);
        outHigh ^= opcHigh;
        outLow ^= opcLow;
    }

    private byte[] out3() {
        out(QUARTER, 2);
        return octets(outHigh, outLow);
    }

    private byte[] out4() {
        out(HALF, 4);
        return octets(outHigh, outLow);
    }

    // OUTi = E[rot(TEMP xor OPc, ri) xor ci] xor OPc; r2 to r5 are 0, 32, 64, 96 and c2 to c5 1, 2, 4, 8
    private void out(int rotation, long constant) {
        long high = tempHigh ^ opcHigh;
        long low = tempLow ^ opcLow;
        if (rotation >= HALF) {
            long swapped = high;
            high = low;
            low = swapped;
        }
        if (rotation % HALF == QUARTER) {
            long shifted = high << QUARTER | low >>> QUARTER;
            low = low << QUARTER | high >>> QUARTER;
            high = shifted;
        }
        encrypt(high, low ^ constant);
        outHigh ^= opcHigh;
        outLow ^= opcLow;
    }

    private void encrypt(long high, long low) {
        block.putLong(0, high).putLong(Long.BYTES, low);
        try {
            aes.doFinal(block.array(), 0, BLOCK, block.array(), 0);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("AES takes one block", impossible);
        }
        outHigh = block.getLong(0);
        outLow = block.getLong(Long.BYTES);
    }

    private static Cipher aes(byte[] k) {
        try {
            // one block at a time is what TS 35.206 asks for: no mode is wanted here
            Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(k, "AES"));
            return cipher;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has AES", impossible);
        }
    }

    private static byte[] octets(long high, long low) {
        return ByteBuffer.allocate(BLOCK).putLong(high).putLong(low).array();
    }
}
