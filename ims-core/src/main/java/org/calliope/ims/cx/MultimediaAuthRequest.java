package org.calliope.ims.cx;

import java.util.Optional;
import java.util.OptionalInt;
import org.calliope.ims.diameter.Octets;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;

/**
 * MAR, TS 29.228 6.3, TS 29.229 6.1.7: what is this user challenged with?
 *
 * @param serverName      SIP URI of the asking S-CSCF
 * @param items           how many authentication vectors, 1 and more; one for SIP Digest
 * @param authorization   SIP-Authorization: with AKA, RAND and AUTS of a resynchronisation, 30 octets (TS 29.229
 *                        6.3.11); with SIP Digest our S-CSCF says here how the phone spells the user name
 * @param sessionPriority Session-Priority, TS 29.229 6.3.56: 0, the highest, to 4
 */
public record MultimediaAuthRequest(PrivateIdentity userName, PublicIdentity publicIdentity, String serverName,
                                    AuthScheme scheme, int items, Optional<Octets> authorization,
                                    OptionalInt sessionPriority) {

    /** Octets of RAND and AUTS. */
    public static final int RESYNCHRONISATION = 30;

    public MultimediaAuthRequest(PrivateIdentity userName, PublicIdentity publicIdentity, String serverName,
                                 AuthScheme scheme, int items, Optional<Octets> authorization) {
        this(userName, publicIdentity, serverName, scheme, items, authorization, OptionalInt.empty());
    }
}
