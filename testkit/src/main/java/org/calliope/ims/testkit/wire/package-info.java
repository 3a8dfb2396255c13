/**
 * SIP as bytes: messages, framing and sockets for the scripted user agents.
 *
 * <p>Nothing in here uses the servers' SIP stack. A test that goes through these classes sees what a foreign
 * telephone would see, and a mistake of the stack cannot hide behind the same mistake made twice.
 */
package org.calliope.ims.testkit.wire;
