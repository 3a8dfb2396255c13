/**
 * The P-CSCF: where a UE enters the IMS (TS 24.229 5.2). It knows which UE registered from where, says who a
 * request is from, and is the border of the trust domain in both directions.
 */
package org.calliope.ims.pcscf;
