package org.calliope.ims.cx;

import java.util.Optional;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;

/**
 * MAR, TS 29.228 6.3, TS 29.229 6.1.7: what is this user challenged with?
 *
 * @param serverName    SIP URI of the asking S-CSCF
 * @param items         how many authentication vectors, 1 and more; one for SIP Digest
 * @param authorization SIP-Authorization, for AKA resynchronisation
 */
public record MultimediaAuthRequest(PrivateIdentity userName, PublicIdentity publicIdentity, String serverName,
                                    AuthScheme scheme, int items, Optional<String> authorization) {
}
