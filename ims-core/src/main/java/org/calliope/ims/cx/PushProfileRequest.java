package org.calliope.ims.cx;

import java.util.Optional;
import org.calliope.ims.identity.PrivateIdentity;

/** PPR, TS 29.228 6.2, TS 29.229 6.1.11: the profile of this user, or whom to send charging data to, has changed. */
public record PushProfileRequest(PrivateIdentity userName, Optional<UserProfile> profile,
                                 Optional<ChargingInformation> charging) {
}
