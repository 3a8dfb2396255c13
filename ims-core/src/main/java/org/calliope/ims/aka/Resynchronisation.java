package org.calliope.ims.aka;

import java.util.Arrays;
import java.util.OptionalLong;

/**
 * What an S-CSCF tells the HSS of a SIM that is out of step, SIP-Authorization of TS 29.229 6.3.11.
 * {@link #toString} hides it.
 *
 * @param rand the challenge the SIM had been given, 16 octets, which nobody changes
 * @param auts its answer
 */
public record Resynchronisation(byte[] rand, Auts auts) {

    /** Octets of RAND || AUTS. */
    public static final int LENGTH = Milenage.BLOCK + Auts.LENGTH;

    public Resynchronisation {
        Octets.exactly(Milenage.BLOCK, rand, "RAND");
    }

    /** @throws IllegalArgumentException when it is not RAND || AUTS of 30 octets */
    public static Resynchronisation parse(byte[] value) {
        Octets.exactly(LENGTH, value, "RAND || AUTS");
        return new Resynchronisation(Arrays.copyOf(value, Milenage.BLOCK),
                new Auts(Arrays.copyOfRange(value, Milenage.BLOCK, LENGTH)));
    }

    /** @return RAND || AUTS, 30 octets */
    public byte[] value() {
        return Octets.concat(rand, auts.value());
    }

    /** @return SQN_MS, empty when it is not proved; see {@link Auts#sqn} */
    public OptionalLong sqn(Milenage milenage) {
        return auts.sqn(milenage, rand);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Resynchronisation that && Arrays.equals(rand, that.rand) && auts.equals(that.auts);
    }

    @Override
    public int hashCode() {
        return auts.hashCode();
    }

    @Override
    public String toString() {
        return "Resynchronisation[***]";
    }
}
