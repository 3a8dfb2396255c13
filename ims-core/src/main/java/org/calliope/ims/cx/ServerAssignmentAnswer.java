package org.calliope.ims.cx;

import java.util.Optional;

/** SAA, TS 29.229 6.1.4. */
public record ServerAssignmentAnswer(ResultCode result, Optional<UserProfile> profile,
                                     Optional<ChargingInformation> charging) {

    public static ServerAssignmentAnswer of(ResultCode result) {
        return new ServerAssignmentAnswer(result, Optional.empty(), Optional.empty());
    }
}
