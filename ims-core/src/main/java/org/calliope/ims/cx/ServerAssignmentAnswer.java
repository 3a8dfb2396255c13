package org.calliope.ims.cx;

import java.util.List;
import java.util.Optional;
import org.calliope.ims.identity.PrivateIdentity;

/**
 * SAA, TS 29.229 6.1.4.
 *
 * @param userName             the private identity, also when the request had none
 * @param associatedIdentities the other private identities of the subscription, TS 29.229 6.3.33
 * @param looseRoute           Loose-Route-Indication, TS 29.229 6.3.45: requests go on by the loose-routing mechanism
 * @param wildcardedIdentity   Wildcarded-Public-Identity as provisioned: what the asked identity matches
 * @param serverName           the S-CSCF that is assigned, when another than the asking one
 */
public record ServerAssignmentAnswer(ResultCode result, Optional<UserProfile> profile,
                                     Optional<ChargingInformation> charging, Optional<PrivateIdentity> userName,
                                     List<PrivateIdentity> associatedIdentities, boolean looseRoute,
                                     Optional<String> wildcardedIdentity, Optional<String> serverName) {

    public ServerAssignmentAnswer {
        associatedIdentities = List.copyOf(associatedIdentities);
    }

    public ServerAssignmentAnswer(ResultCode result, Optional<UserProfile> profile,
                                  Optional<ChargingInformation> charging) {
        this(result, profile, charging, Optional.empty(), List.of(), false, Optional.empty(), Optional.empty());
    }

    public static ServerAssignmentAnswer of(ResultCode result) {
        return new ServerAssignmentAnswer(result, Optional.empty(), Optional.empty());
    }
}
