/**
 * The S-CSCF: registrar and serving proxy of the home network (TS 24.229 5.4). {@link
 * org.calliope.ims.scscf.ScscfServlet} translates SIP; the rules are the classes beside it, none of which knows
 * the container.
 */
package org.calliope.ims.scscf;
