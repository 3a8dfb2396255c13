package org.calliope.ims.hss.store;

import java.util.List;

/**
 * A subscriber to provision: one private identity with one implicit registration set, in a subscription of its own.
 *
 * @param privateIdentity  IMPI, {@code user@realm}
 * @param secret           what it proves itself by
 * @param publicIdentities IMPUs in canonical form, 1..50; the first unbarred one is the default identity
 * @param visitedNetworks  networks it may register from; {@code *} is any
 */
public record NewSubscriber(String privateIdentity, Secret secret, List<NewIdentity> publicIdentities,
                            List<String> visitedNetworks) {

    /**
     * A public identity to provision.
     *
     * @param identity             canonical SIP or tel URI
     * @param displayName          "" for none
     * @param barred               may only be registered, never used in a session
     * @param type                 a user's or a service's
     * @param unregisteredServices it is served also while nobody has registered it
     */
    public record NewIdentity(String identity, String displayName, boolean barred, IdentityType type,
                              boolean unregisteredServices) {

        /** An ordinary one. */
        public static NewIdentity of(String identity) {
            return new NewIdentity(identity, "", false, IdentityType.PUBLIC_USER, false);
        }

        /** The same with a display name. */
        public NewIdentity named(String name) {
            return new NewIdentity(identity, name, barred, type, unregisteredServices);
        }
    }

    /** Copies the lists. */
    public NewSubscriber {
        publicIdentities = List.copyOf(publicIdentities);
        visitedNetworks = List.copyOf(visitedNetworks);
    }
}
