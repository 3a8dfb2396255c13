package org.calliope.ims.cx;

import java.util.OptionalInt;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;

/**
 * UAR, TS 29.228 6.1.1, TS 29.229 6.1.1: may this user register here, and at which S-CSCF?
 *
 * @param emergency       bit 0 of UAR-Flags, TS 29.229 6.3.44: an emergency registration, so roaming is not checked
 * @param sessionPriority Session-Priority, TS 29.229 6.3.56: 0, the highest, to 4
 */
public record UserAuthorizationRequest(PrivateIdentity userName, PublicIdentity publicIdentity, String visitedNetwork,
                                       UserAuthorizationType type, boolean emergency, OptionalInt sessionPriority) {

    /** An ordinary registration. */
    public UserAuthorizationRequest(PrivateIdentity userName, PublicIdentity publicIdentity, String visitedNetwork,
                                    UserAuthorizationType type) {
        this(userName, publicIdentity, visitedNetwork, type, false, OptionalInt.empty());
    }
}
