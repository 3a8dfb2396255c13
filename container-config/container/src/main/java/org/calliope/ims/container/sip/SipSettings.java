package org.calliope.ims.container.sip;

import java.time.Duration;
import org.calliope.ims.container.transport.StreamSettings;
import org.calliope.ims.container.transport.TlsSettings;

/**
 * How the SIP side of the container is sized.
 *
 * @param threads         threads that read messages and run applications, 1 or more
 * @param udpBuffer       bytes of each UDP socket's kernel buffer
 * @param udpLargest      bytes of the longest request that goes over UDP; a longer one tries TCP first; 0: any goes
 * @param headerLimits    header fields that a message may have
 * @param overloadDelay   wait for a thread from which new requests are turned away; zero: never
 * @param traceTexts      messages a second whose full text the trace keeps
 * @param streams         what connections may take
 * @param tls             certificates; used when there is an address for TLS
 */
public record SipSettings(int threads, int udpBuffer, int udpLargest, HeaderLimits headerLimits, Duration overloadDelay,
                          int traceTexts, StreamSettings streams, TlsSettings tls) { }
