package org.calliope.ims.container.transport;

/**
 * The bytes of one message, not parsed.
 *
 * @param callId as the message says it, empty when it does not: what is handed to the same thread
 */
record SipFrame(byte[] bytes, String callId) { }
