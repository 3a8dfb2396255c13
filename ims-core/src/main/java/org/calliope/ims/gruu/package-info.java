/**
 * Globally routable user agent URIs, RFC 5627 as TS 24.229 5.4.7A uses it: one reaches one UE of a user. Pure; keeps
 * no table of what it gave out.
 */
package org.calliope.ims.gruu;
