package org.calliope.ims.aka;

/**
 * Sequence numbers as TS 33.102 Annex C has them: SQN = SEQ || IND of 48 bits, of which IND takes five, counted and
 * not taken from a clock (C.1.1.2, profile 2 of C.3.2). The last one given out is all an HSS keeps of a subscriber;
 * 0 is that of a new one. Pure functions.
 */
public final class SequenceNumbers {

    /** Of 48 bits (TS 33.102 6.3.2). */
    public static final long MAX = (1L << 48) - 1;
    /** How far ahead a SIM accepts a SEQ, the Δ of C.2.1 as C.3.2 sets it. */
    public static final long DELTA = 1L << 28;

    /** C.3.2: IND has five bits, so a SIM remembers as many SEQ. */
    static final int INDEXES = 32;

    private static final int INDEX_BITS = 5;
    private static final long MAX_SEQ = MAX >>> INDEX_BITS;

    private SequenceNumbers() {
    }

    /**
     * C.1.1.2: SEQ counts one up; C.1.2: IND goes round.
     *
     * @param sqn the last one given out, 0..2^48-1
     * @throws IllegalStateException when there is none left: a SIM never accepts a number that wrapped (C.2.1)
     */
    public static long next(long sqn) {
        long seq = seq(check(sqn));
        if (seq == MAX_SEQ) {
            throw new IllegalStateException("all sequence numbers of this SIM are used up (48 bits, TS 33.102 C.2.1);"
                    + " it can not be authenticated any more and has to be replaced by one with another K");
        }
        return seq + 1 << INDEX_BITS | (index(sqn) + 1) % INDEXES;
    }

    /**
     * Where {@link #next} comes to when it is taken so often, the last number at most.
     *
     * @param sqn   0..2^48-1
     * @param times 0 and more
     */
    public static long further(long sqn, int times) {
        long seq = Math.min(seq(check(sqn)) + times, MAX_SEQ);
        return seq << INDEX_BITS | (index(sqn) + seq - seq(sqn)) % INDEXES;
    }

    /**
     * 6.3.5: what the HSS goes on from when the SIM has proved its own SQN. It keeps its number as long as the next one
     * after it would be accepted, so that an old AUTS sent again does not take it back; else it takes the SIM's.
     *
     * @param sqn   the last one the HSS gave out
     * @param sqnMs the highest one the SIM has accepted
     */
    public static long resynchronised(long sqn, long sqnMs) {
        check(sqnMs);
        return seq(check(sqn)) < MAX_SEQ && fresh(seq(next(sqn)), seq(sqnMs), seq(sqnMs)) ? sqn : sqnMs;
    }

    /**
     * C.2.1 and C.2.2: whether a SIM accepts a SEQ.
     *
     * @param ofIndex the highest SEQ it has accepted with the same IND
     * @param highest the highest of all
     */
    static boolean fresh(long seq, long ofIndex, long highest) {
        return seq > ofIndex && seq - highest <= DELTA;
    }

    static long seq(long sqn) {
        return sqn >>> INDEX_BITS;
    }

    static int index(long sqn) {
        return (int) (sqn % INDEXES);
    }

    /** @throws IllegalArgumentException when it is no number of 48 bits */
    static long check(long sqn) {
        if (sqn < 0 || sqn > MAX) {
            throw new IllegalArgumentException("SQN is 48 bits, not " + sqn);
        }
        return sqn;
    }
}
