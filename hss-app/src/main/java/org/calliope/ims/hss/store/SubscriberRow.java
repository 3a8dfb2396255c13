package org.calliope.ims.hss.store;

import java.util.List;

import org.calliope.ims.hss.model.IdentityType;

/**
 * A subscription as a list shows it.
 *
 * @param name              of the subscription
 * @param serverName        assigned S-CSCF, "" when there is none
 * @param privateIdentities oldest first
 * @param publicIdentities  in the order of their sets
 */
public record SubscriberRow(String name, String serverName, List<String> privateIdentities,
                            List<PublicRow> publicIdentities) {

    /**
     * One public identity of the subscriber.
     *
     * @param displayName "" when there is none
     */
    public record PublicRow(String identity, String displayName, boolean barred, IdentityType type,
                            RegistrationState state) {
    }

    /** Copies the lists. */
    public SubscriberRow {
        privateIdentities = List.copyOf(privateIdentities);
        publicIdentities = List.copyOf(publicIdentities);
    }
}
