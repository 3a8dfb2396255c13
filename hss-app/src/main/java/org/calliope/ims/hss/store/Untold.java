package org.calliope.ims.hss.store;

import java.time.Instant;

/**
 * A message that an S-CSCF or an application server is still to get, as people see it.
 *
 * @param subscription whom it is about, "" when that subscription is gone
 * @param identity     the identity it is about: of an RTR public identities, or the private one when all of it ends
 * @param destination  Diameter identity it goes to
 * @param attempts     how often it was sent in vain
 * @param since        when it began to wait
 * @param next         when it is tried, if its destination is connected then
 * @param lastError    why it was not delivered, "" when nobody knows
 */
public record Untold(Kind kind, String subscription, String identity, String destination, int attempts, Instant since,
                     Instant next, String lastError) {

    /** Which message it is. */
    public enum Kind {
        /** RTR, TS 29.228 6.1.3. */
        TERMINATION,
        /** PPR, TS 29.228 6.2. */
        PROFILE,
        /** PNR, TS 29.328 6.1.4. */
        NOTIFICATION
    }
}
