/** Offline charging over Diameter: what the Rf reference point carries (TS 32.299, TS 32.260), and its sender. */
package org.calliope.ims.rf;
