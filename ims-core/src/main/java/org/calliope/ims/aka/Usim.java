package org.calliope.ims.aka;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.calliope.ims.digest.Challenge;
import org.calliope.ims.digest.Credentials;
import org.calliope.ims.digest.Digest;

/**
 * A SIM in software: what a telephone's card does with a challenge, TS 33.102 6.3.3. For scripted telephones; it
 * remembers the sequence numbers it has accepted, like a card. One thread at a time.
 */
public final class Usim {

    private final Milenage milenage;
    private final long[] accepted = new long[SequenceNumbers.INDEXES];
    private long highest;

    /** What comes of a challenge. */
    public sealed interface Outcome permits Accepted, OutOfStep, NotGenuine {
    }

    /** The network is genuine. {@link #toString} hides the values. */
    public record Accepted(byte[] res, byte[] ck, byte[] ik) implements Outcome {

        @Override
        public String toString() {
            return "Accepted[***]";
        }
    }

    /** The sequence number is used or too far ahead. */
    public record OutOfStep(Auts auts) implements Outcome {
    }

    /** MAC is wrong: whoever sent this does not know K. */
    public record NotGenuine() implements Outcome {
    }

    /**
     * @param k   16 octets
     * @param opc 16 octets
     * @param sqn the highest sequence number it has accepted, 0..2^48-1; 0 for a new card
     */
    public Usim(byte[] k, byte[] opc, long sqn) {
        this.milenage = new Milenage(k, opc);
        this.highest = SequenceNumbers.check(sqn);
        Arrays.fill(accepted, SequenceNumbers.seq(sqn));
    }

    /** @return the highest sequence number it has accepted, SQN_MS */
    public long sqn() {
        return highest;
    }

    /**
     * @param rand 16 octets
     * @param autn 16 octets
     */
    public Outcome authenticate(byte[] rand, byte[] autn) {
        ByteBuffer token = ByteBuffer.wrap(Octets.exactly(AuthenticationVector.AUTN, autn, "AUTN"));
        long first = token.getLong();
        long sqn = first >>> Short.SIZE ^ milenage.f5(rand);
        if (milenage.f1(rand, sqn, (int) (first & Milenage.MAX_AMF)) != token.getLong()) {
            return new NotGenuine();
        }
        int index = SequenceNumbers.index(sqn);
        long seq = SequenceNumbers.seq(sqn);
        if (!SequenceNumbers.fresh(seq, accepted[index], SequenceNumbers.seq(highest))) {
            return new OutOfStep(Auts.of(milenage, rand, highest));
        }
        accepted[index] = seq;
        highest = Math.max(highest, sqn);
        byte[] res = ByteBuffer.allocate(Long.BYTES).putLong(milenage.f2(rand)).array();
        return new Accepted(res, milenage.f3(rand), milenage.f4(rand));
    }

    /**
     * The telephone's Authorization: with its response, or with auts and the response for an empty password
     * (RFC 3310 3.4), or with an empty response when the network is not genuine (TS 24.229 5.1.1.5.3).
     *
     * @param unanswered see {@link Credentials#to}
     * @throws IllegalArgumentException when the challenge is none of AKA
     */
    public Credentials answer(Challenge challenge, String method, Credentials unanswered) {
        Outcome outcome = authenticate(AkaDigest.rand(challenge.nonce()), AkaDigest.autn(challenge.nonce()));
        if (outcome instanceof Accepted genuine) {
            return answer(AkaDigest.password(challenge.algorithm(), genuine.res(), genuine.ik(), genuine.ck()), method,
                    unanswered);
        }
        if (outcome instanceof OutOfStep failure) {
            return answer(new byte[0], method, unanswered).withAuts(failure.auts().text());
        }
        return unanswered;
    }

    private static Credentials answer(byte[] password, String method, Credentials credentials) {
        String ha1 = Digest.ha1(credentials.algorithm(), credentials.username(), credentials.realm(), password);
        return credentials.withResponse(Digest.response(ha1, method, credentials));
    }
}
