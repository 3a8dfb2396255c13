/**
 * Diameter as bytes: a peer for tests of the HSS, that a test tells what to say, also nonsense; and a charging data
 * function that takes what an S-CSCF charges.
 *
 * <p>Nothing in here uses the servers' Diameter stack or its dictionary. What a test sees through these classes a
 * foreign node would see, and a mistake of the one cannot hide behind the same mistake of the other.
 */
package org.calliope.ims.testkit.diameter;
