package org.calliope.ims.scscf;

/**
 * A NAPTR record of ENUM, RFC 3403 4.1; the replacement is of no use there (RFC 6116 3.4.3).
 *
 * @param order      0 to 65535, the lowest first
 * @param preference 0 to 65535, within an order the lowest first
 * @param flags      "u": the regular expression gives a URI
 * @param service    {@code E2U+sip}
 * @param regexp     as it stands in the record
 */
record Naptr(int order, int preference, String flags, String service, String regexp) {
}
