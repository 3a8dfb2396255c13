/**
 * Scripted telephones and what tests need around them.
 *
 * <p>A script reads like the ladder it plays: {@code alice.register()}, {@code Call call = alice.call(bob)},
 * {@code IncomingCall in = bob.awaitInvite()}, {@code in.ring()}. Everything that waits has a deadline and fails with
 * the messages exchanged so far; nothing sleeps. The telephones speak over real sockets with a SIP implementation of
 * their own ({@code org.calliope.ims.testkit.wire}).
 */
package org.calliope.ims.testkit;
