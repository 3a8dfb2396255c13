/**
 * Diameter as bytes: a peer for tests of the HSS, that a test tells what to say, also nonsense.
 *
 * <p>Nothing in here uses the servers' Diameter stack or its dictionary. What a test sees through these classes a
 * foreign CSCF would see, and a mistake of the one cannot hide behind the same mistake of the other.
 */
package org.calliope.ims.testkit.diameter;
