package org.calliope.ims.hss.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import org.calliope.ims.cx.DeregistrationReason;

/**
 * What an S-CSCF is to be told: a PPR (TS 29.228 6.2) or an RTR (6.1.3).
 *
 * @param id         0 before it is queued
 * @param set        of a PPR: the implicit registration set whose profile goes
 * @param stamp      grows when what it is about changes again
 * @param server     whom it goes to
 * @param userName   of an RTR: the private identity
 * @param associated of an RTR: further private identities it is about
 * @param identities of an RTR: the public identities; none means all
 * @param reason     of an RTR
 * @param created    since when it waits
 * @param attempts   how often it was sent in vain
 * @param lastError  why, in words; "" before the first attempt
 */
public record Push(long id, OptionalLong set, int stamp, Serving server, String userName, List<String> associated,
                   List<String> identities, Optional<DeregistrationReason> reason, Instant created, int attempts,
                   String lastError) {

    /** Copies the lists. */
    public Push {
        associated = List.copyOf(associated);
        identities = List.copyOf(identities);
    }

    static Push profile(long set, Serving server) {
        return new Push(0, OptionalLong.of(set), 0, server, "", List.of(), List.of(), Optional.empty(), Instant.EPOCH,
                0, "");
    }

    static Push termination(Serving server, String userName, List<String> associated, List<String> identities,
            DeregistrationReason reason) {
        return new Push(0, OptionalLong.empty(), 0, server, userName, associated, identities, Optional.of(reason),
                Instant.EPOCH, 0, "");
    }
}
