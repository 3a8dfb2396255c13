package org.calliope.ims.cx;

import java.util.List;
import org.calliope.ims.identity.PrivateIdentity;

/**
 * RTA, TS 29.229 6.1.10.
 *
 * @param associatedIdentities the private identities that were de-registered besides the named one
 */
public record RegistrationTerminationAnswer(ResultCode result, List<PrivateIdentity> associatedIdentities) {

    public RegistrationTerminationAnswer {
        associatedIdentities = List.copyOf(associatedIdentities);
    }

    public static RegistrationTerminationAnswer of(ResultCode result) {
        return new RegistrationTerminationAnswer(result, List.of());
    }
}
