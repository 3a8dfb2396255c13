package org.calliope.ims.hss.cx;

/**
 * What an operator may choose about the procedures.
 *
 * @param keepServerName whether *_STORE_SERVER_NAME leaves the S-CSCF assigned (TS 29.228 6.1.2.1)
 * @param plainUserNames whether a digest user name without realm, as a softphone sends it, stands for the private
 *                       identity with that user part; TS 24.229 5.1.1.2.3 wants the private identity itself
 */
public record CxRules(boolean keepServerName, boolean plainUserNames) {
}
