package org.calliope.ims.cx;

import java.util.List;
import org.calliope.ims.identity.PrivateIdentity;

/**
 * RTA, TS 29.229 6.1.10.
 *
 * @param associatedIdentities   the private identities that were de-registered besides the named one
 * @param emergencyRegistrations those that stay as they are
 */
public record RegistrationTerminationAnswer(ResultCode result, List<PrivateIdentity> associatedIdentities,
                                            List<IdentityWithEmergencyRegistration> emergencyRegistrations) {

    public RegistrationTerminationAnswer {
        associatedIdentities = List.copyOf(associatedIdentities);
        emergencyRegistrations = List.copyOf(emergencyRegistrations);
    }

    public static RegistrationTerminationAnswer of(ResultCode result) {
        return new RegistrationTerminationAnswer(result, List.of(), List.of());
    }
}
