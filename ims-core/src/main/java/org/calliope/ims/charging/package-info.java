/** Charging records of sessions and events (TS 32.260, TS 32.298), and the files they are written to. */
package org.calliope.ims.charging;
