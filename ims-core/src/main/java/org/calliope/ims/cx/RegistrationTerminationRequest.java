package org.calliope.ims.cx;

import java.util.List;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;

/**
 * RTR, TS 29.228 6.1.3, TS 29.229 6.1.9: this user is no longer registered.
 *
 * @param associatedIdentities further private identities of the subscription that it concerns too
 * @param publicIdentities     none means all of the private identities
 */
public record RegistrationTerminationRequest(PrivateIdentity userName, List<PrivateIdentity> associatedIdentities,
                                             List<PublicIdentity> publicIdentities, DeregistrationReason reason) {

    public RegistrationTerminationRequest {
        associatedIdentities = List.copyOf(associatedIdentities);
        publicIdentities = List.copyOf(publicIdentities);
    }
}
