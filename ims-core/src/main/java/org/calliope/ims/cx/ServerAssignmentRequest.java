package org.calliope.ims.cx;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;

/**
 * SAR, TS 29.228 6.1.2, TS 29.229 6.1.3: I serve this user (or no longer), give me the profile.
 *
 * @param userName                 absent when an unregistered identity is served
 * @param publicIdentities         one for registrations; none means all of the private identity (de-registrations)
 * @param serverName               SIP URI of the S-CSCF
 * @param userDataAlreadyAvailable the S-CSCF has the profile, the HSS need not send it
 * @param wildcardedIdentity       Wildcarded-Public-Identity as the S-CSCF had it from the HSS before
 * @param multipleRegistration     the user has another registration with this pair of identities
 * @param sessionPriority          Session-Priority, TS 29.229 6.3.56: 0, the highest, to 4
 */
public record ServerAssignmentRequest(Optional<PrivateIdentity> userName, List<PublicIdentity> publicIdentities,
                                      String serverName, ServerAssignmentType type,
                                      boolean userDataAlreadyAvailable, Optional<String> wildcardedIdentity,
                                      boolean multipleRegistration, OptionalInt sessionPriority) {

    public ServerAssignmentRequest {
        publicIdentities = List.copyOf(publicIdentities);
    }

    public ServerAssignmentRequest(Optional<PrivateIdentity> userName, List<PublicIdentity> publicIdentities,
                                   String serverName, ServerAssignmentType type, boolean userDataAlreadyAvailable) {
        this(userName, publicIdentities, serverName, type, userDataAlreadyAvailable, Optional.empty(), false,
                OptionalInt.empty());
    }
}
