package org.calliope.ims.cx;

import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;

/** Who has an emergency registration, which no RTR ends: Identity-with-Emergency-Registration, TS 29.229 6.3.57. */
public record IdentityWithEmergencyRegistration(PrivateIdentity userName, PublicIdentity publicIdentity) {
}
