package org.calliope.ims.hss.store;

import java.util.List;

/**
 * Who serves a subscription, and which of its implicit registration sets are registered.
 *
 * @param serverName SIP URI of the assigned S-CSCF, "" when there is none
 * @param sets       in their order
 */
public record SubscriptionState(String serverName, List<OfSet> sets) {

    /** A set: all its public identities change state together (TS 29.228 6.5). */
    public record OfSet(RegistrationState state, List<String> publicIdentities, List<OfUser> privateIdentities) {

        /** Copies the lists. */
        public OfSet {
            publicIdentities = List.copyOf(publicIdentities);
            privateIdentities = List.copyOf(privateIdentities);
        }
    }

    /**
     * A private identity's share in a set.
     *
     * @param registered     it has registered the set
     * @param authenticating it is about to: the S-CSCF has asked for a challenge
     */
    public record OfUser(String identity, boolean registered, boolean authenticating) { }

    /** Copies the list. */
    public SubscriptionState {
        sets = List.copyOf(sets);
    }
}
