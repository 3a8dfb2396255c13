/** The decision trace of a node, read from the console's JSON and drawn as a ladder of text. */
package org.calliope.ims.testkit.ladder;
