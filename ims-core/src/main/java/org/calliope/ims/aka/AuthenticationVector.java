package org.calliope.ims.aka;

import java.util.Arrays;
import java.util.List;

/**
 * An authentication vector, TS 33.102 6.3.2. Its arrays are handed out as they are and nobody changes them.
 * {@link #toString} hides all of it.
 *
 * @param rand the challenge, 16 octets
 * @param autn the token that proves the network, 16 octets
 * @param xres what the SIM has to answer, 4 to 16 octets
 * @param ck   confidentiality key, 16 octets
 * @param ik   integrity key, 16 octets
 */
public record AuthenticationVector(byte[] rand, byte[] autn, byte[] xres, byte[] ck, byte[] ik) {

    /** Octets of AUTN. */
    public static final int AUTN = 16;

    private static final int SHORTEST_RES = 4;
    private static final int LONGEST_RES = 16;

    public AuthenticationVector {
        Octets.exactly(Milenage.BLOCK, rand, "RAND");
        Octets.exactly(AUTN, autn, "AUTN");
        Octets.exactly(Milenage.BLOCK, ck, "CK");
        Octets.exactly(Milenage.BLOCK, ik, "IK");
        if (xres.length < SHORTEST_RES || xres.length > LONGEST_RES) { // TS 33.102 6.3.7
            throw new IllegalArgumentException("XRES has " + xres.length + " octets, not 4 to 16");
        }
    }

    /**
     * @param challenge RAND || AUTN, 32 octets: SIP-Authenticate of TS 29.229 6.3.10
     * @throws IllegalArgumentException when a part has another length
     */
    public static AuthenticationVector of(byte[] challenge, byte[] xres, byte[] ck, byte[] ik) {
        Octets.exactly(Milenage.BLOCK + AUTN, challenge, "RAND || AUTN");
        return new AuthenticationVector(Arrays.copyOf(challenge, Milenage.BLOCK),
                Arrays.copyOfRange(challenge, Milenage.BLOCK, challenge.length), xres, ck, ik);
    }

    /** @return RAND || AUTN, 32 octets */
    public byte[] challenge() {
        return Octets.concat(rand, autn);
    }

    private List<byte[]> parts() {
        return List.of(rand, autn, xres, ck, ik);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AuthenticationVector vector
                && Arrays.deepEquals(parts().toArray(), vector.parts().toArray());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(rand);
    }

    @Override
    public String toString() {
        return "AuthenticationVector[***]";
    }
}
