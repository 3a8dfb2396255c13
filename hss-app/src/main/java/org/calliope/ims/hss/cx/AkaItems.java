package org.calliope.ims.hss.cx;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import org.calliope.ims.aka.AuthenticationVector;
import org.calliope.ims.aka.Milenage;
import org.calliope.ims.aka.Resynchronisation;
import org.calliope.ims.aka.SequenceNumbers;
import org.calliope.ims.cx.AkaVector;
import org.calliope.ims.cx.MultimediaAuthAnswer;
import org.calliope.ims.cx.MultimediaAuthRequest;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.diameter.Octets;
import org.calliope.ims.hss.secret.AkaSecret;
import org.calliope.ims.hss.store.SequenceNumber;
import org.calliope.ims.hss.store.Situation;
import org.calliope.ims.hss.store.StateChange;

/** Authentication vectors of AKA (TS 33.203 6.1, TS 33.102 6.3.2), each with a sequence number of its own. Any thread. */
final class AkaItems {

    /** SIP-Number-Auth-Items that are served at most; an S-CSCF that wants more asks again (TS 29.228 6.3.1). */
    static final int MOST_ITEMS = 5;

    private static final String RULE = "sequence number";

    private final SecureRandom random = new SecureRandom();

    /**
     * The vectors; that their sequence numbers are taken goes into the change, so that they hold only if nobody else
     * took them.
     */
    MultimediaAuthAnswer answer(MultimediaAuthRequest request, AkaSecret secret, Situation seen, SequenceNumber was,
            StateChange change, Findings findings) {
        Milenage milenage = secret.milenage();
        long sqn = was.value();
        if (request.authorization().isPresent()) {
            sqn = resynchronised(request, milenage, seen, was, findings);
        }
        int items = Math.max(1, Math.min(MOST_ITEMS, request.items()));
        findings.with("vectors", items);
        List<AkaVector> vectors = new ArrayList<>(items);
        for (int item = 1; item <= items; item++) {
            sqn = next(sqn, findings);
            byte[] rand = new byte[Milenage.BLOCK];
            random.nextBytes(rand);
            vectors.add(item(item, milenage.vector(rand, sqn, secret.amf())));
        }
        change.sequence(seen, was, sqn);
        return MultimediaAuthAnswer.of(vectors);
    }

    // step 4: the SIM says that it is out of step
    private static long resynchronised(MultimediaAuthRequest request, Milenage milenage, Situation seen,
            SequenceNumber was, Findings findings) {
        byte[] value = request.authorization().orElseThrow().bytes();
        if (value.length != Resynchronisation.LENGTH) {
            throw findings.refuse(ResultCode.INVALID_AVP_VALUE, RULE, "4", "SIP-Authorization of a resynchronisation is"
                    + " RAND and AUTS, " + Resynchronisation.LENGTH + " octets", "SIP-Authorization");
        }
        if (!seen.serverName().equals(Optional.of(request.serverName()))) {
            throw findings.refuse(ResultCode.UNABLE_TO_COMPLY, RULE, "4",
                    "the S-CSCF that tells of the failure is not the one assigned");
        }
        OptionalLong proved = Resynchronisation.parse(value).sqn(milenage);
        if (proved.isEmpty()) {
            throw findings.refuse(ResultCode.UNABLE_TO_COMPLY, RULE, "4",
                    "MAC-S is wrong: AUTS does not come from this user's SIM (TS 33.102 6.3.5)");
        }
        findings.noted("resynchronisation", "4");
        return SequenceNumbers.resynchronised(was.value(), proved.getAsLong());
    }

    private static long next(long sqn, Findings findings) {
        try {
            return SequenceNumbers.next(sqn);
        } catch (IllegalStateException usedUp) {
            throw findings.refuse(ResultCode.UNABLE_TO_COMPLY, RULE, "5", usedUp.getMessage());
        }
    }

    private static AkaVector item(int number, AuthenticationVector vector) {
        return new AkaVector(number, Octets.of(vector.challenge()), Octets.of(vector.xres()), Octets.of(vector.ck()),
                Octets.of(vector.ik()));
    }
}
