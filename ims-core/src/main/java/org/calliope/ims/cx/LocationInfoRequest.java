package org.calliope.ims.cx;

import org.calliope.ims.identity.PublicIdentity;

/**
 * LIR, TS 29.228 6.1.4, TS 29.229 6.1.5: which S-CSCF serves this identity?
 *
 * @param originating the request is of the originating user (Originating-Request AVP)
 */
public record LocationInfoRequest(PublicIdentity publicIdentity, boolean originating) {
}
