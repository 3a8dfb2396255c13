package org.calliope.ims.cx;

import java.util.Optional;
import java.util.OptionalInt;
import org.calliope.ims.identity.PublicIdentity;

/**
 * LIR, TS 29.228 6.1.4, TS 29.229 6.1.5: which S-CSCF serves this identity?
 *
 * @param originating     the request is of the originating user (Originating-Request AVP)
 * @param type            REGISTRATION_AND_CAPABILITIES when the assigned S-CSCF does not answer and another must be
 *                        chosen; only that value is sent
 * @param sessionPriority Session-Priority, TS 29.229 6.3.56: 0, the highest, to 4
 */
public record LocationInfoRequest(PublicIdentity publicIdentity, boolean originating,
                                  Optional<UserAuthorizationType> type, OptionalInt sessionPriority) {

    public LocationInfoRequest(PublicIdentity publicIdentity, boolean originating) {
        this(publicIdentity, originating, Optional.empty(), OptionalInt.empty());
    }
}
