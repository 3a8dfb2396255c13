package org.calliope.ims.container.sip;

import java.time.Duration;
import java.util.List;

/**
 * How the SIP side of the container is sized.
 *
 * @param threads        threads that read messages and run applications, 1 or more
 * @param udpBuffer      bytes of each UDP socket's kernel buffer
 * @param maxMessage     bytes of the longest message accepted
 * @param tcpReadTimeout how long a peer may take from a message's first byte to its last over TCP
 * @param overloadDelay  wait for a thread from which new requests are turned away; zero: never
 * @param sources        what one address may send
 * @param traceTexts     messages a second whose full text the trace keeps
 * @param trustedPeers   IP addresses of the hosts whose P-Asserted-Identity is believed
 */
public record SipSettings(int threads, int udpBuffer, int maxMessage, Duration tcpReadTimeout,
                          Duration overloadDelay, SourceSettings sources, int traceTexts, List<String> trustedPeers) { }
