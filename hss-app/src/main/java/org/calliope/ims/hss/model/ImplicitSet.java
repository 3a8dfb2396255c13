package org.calliope.ims.hss.model;

import java.util.List;

/**
 * An implicit registration set (TS 23.228 5.2.1a, TS 29.228 6.5.1): registering one of its identities registers all.
 *
 * @param privateIdentities who may register it, 1..50 names of private identities of the subscription; none for
 *                          services
 * @param publicIdentities  1..50; the first unbarred one is the default identity
 */
public record ImplicitSet(List<String> privateIdentities, List<PublicUser> publicIdentities) {

    /** Identities at most, of either kind. */
    public static final int MOST = 50;

    /** Checks the numbers and copies the lists. */
    public ImplicitSet {
        privateIdentities = Text.list("privateIdentities", privateIdentities, MOST);
        publicIdentities = Text.list("publicIdentities", publicIdentities, MOST);
        if (publicIdentities.isEmpty()) {
            throw new IllegalArgumentException("an implicit registration set must have a public identity");
        }
        boolean user = publicIdentities.stream().anyMatch(identity -> !identity.type().service());
        if (privateIdentities.isEmpty() && user) {
            throw new IllegalArgumentException("nobody may register " + publicIdentities.get(0).identity()
                    + ": its set must name a private identity of the subscription");
        }
    }
}
