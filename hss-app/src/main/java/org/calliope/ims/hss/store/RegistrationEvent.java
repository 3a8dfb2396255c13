package org.calliope.ims.hss.store;

import java.time.Instant;

/**
 * A registration set that changed its state.
 *
 * @param identity   public identity that it came of
 * @param serverName S-CSCF that served it, "" for none
 * @param why        Server-Assignment-Type, or what the HSS did
 */
public record RegistrationEvent(Instant at, long set, String identity, RegistrationState from, RegistrationState to,
                                String serverName, String why) {
}
