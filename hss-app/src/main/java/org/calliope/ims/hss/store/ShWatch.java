package org.calliope.ims.hss.store;

import java.time.Instant;
import java.util.Optional;

/**
 * An application server that is notified of one piece of a user's data (TS 29.328 6.1.3). At most one notification of
 * it waits: what is told is how it is then.
 *
 * @param version         grows with each change that is to be told
 * @param host            Diameter identity of the application server
 * @param named           public identity or number as it named the user
 * @param identity        the public identity as provisioned
 * @param privateIdentity User-Name of its request; "" for none
 * @param notifEff        it takes several pieces in one notification (TS 29.328 6.1.4.1)
 * @param oneTime         ends with the first notification
 * @param expiry          until when; empty for ever
 * @param known           digest of what it knows
 * @param sequenceNumber  of the change that waits, for repository data
 * @param pendingSince    since when something waits to be told; empty when nothing does
 * @param nextAttempt     when it is tried
 * @param attempts        how often it was tried in vain
 */
public record ShWatch(long id, int version, String host, String named, String identity, String privateIdentity,
                      ShKey key, boolean notifEff, boolean oneTime, Optional<Instant> expiry, String known,
                      int sequenceNumber, Optional<Instant> pendingSince, Optional<Instant> nextAttempt,
                      int attempts) {
}
