/**
 * Registration information, the document of the {@code reg} event package: RFC 3680, with GRUUs (RFC 5628) and
 * wildcarded identities (TS 24.229 7.10). The S-CSCF writes it, P-CSCF, UE and application server read it.
 */
package org.calliope.ims.reginfo;
