/**
 * The I-CSCF: the home network's entry, which asks the HSS where a user is served (TS 24.229 5.3). It keeps no
 * state and stays on no dialog's path.
 */
package org.calliope.ims.icscf;
