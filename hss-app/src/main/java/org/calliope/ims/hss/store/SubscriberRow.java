package org.calliope.ims.hss.store;

import java.util.List;

/**
 * A subscriber as a list shows it.
 *
 * @param privateIdentity  IMPI
 * @param serverName       assigned S-CSCF, "" when there is none
 * @param publicIdentities in the order of their sets
 */
public record SubscriberRow(String privateIdentity, String serverName, List<PublicRow> publicIdentities) {

    /**
     * One public identity of the subscriber.
     *
     * @param displayName "" when there is none
     */
    public record PublicRow(String identity, String displayName, boolean barred, RegistrationState state) {
    }

    /** Copies the list. */
    public SubscriberRow {
        publicIdentities = List.copyOf(publicIdentities);
    }
}
