package org.calliope.ims.cx;

import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;

/** UAR, TS 29.228 6.1.1, TS 29.229 6.1.1: may this user register here, and at which S-CSCF? */
public record UserAuthorizationRequest(PrivateIdentity userName, PublicIdentity publicIdentity, String visitedNetwork,
                                       UserAuthorizationType type) {
}
