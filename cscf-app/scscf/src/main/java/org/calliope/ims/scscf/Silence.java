package org.calliope.ims.scscf;

import org.calliope.ims.element.Unheard;

/**
 * Watches INVITEs that were sent on.
 *
 * @param pcscfs  to contacts
 * @param servers to application servers
 */
record Silence(Unheard pcscfs, Unheard servers) {
}
