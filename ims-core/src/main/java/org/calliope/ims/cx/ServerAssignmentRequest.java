package org.calliope.ims.cx;

import java.util.List;
import java.util.Optional;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;

/**
 * SAR, TS 29.228 6.1.2, TS 29.229 6.1.3: I serve this user (or no longer), give me the profile.
 *
 * @param userName                 absent when an unregistered identity is served
 * @param publicIdentities         one for registrations; none means all of the private identity (de-registrations)
 * @param serverName               SIP URI of the S-CSCF
 * @param userDataAlreadyAvailable the S-CSCF has the profile, the HSS need not send it
 */
public record ServerAssignmentRequest(Optional<PrivateIdentity> userName, List<PublicIdentity> publicIdentities,
                                      String serverName, ServerAssignmentType type,
                                      boolean userDataAlreadyAvailable) {

    public ServerAssignmentRequest {
        publicIdentities = List.copyOf(publicIdentities);
    }
}
