package org.calliope.ims.container;

import java.time.Duration;
import java.util.List;
import org.calliope.ims.config.Default;
import org.calliope.ims.container.sip.SipSettings;

/**
 * {@code conf/server.properties}: how the container is sized and where it listens.
 *
 * @param httpAddress    address of the HTTP connector
 * @param httpPort       0 to 65535; 0: a free one
 * @param rootApplication archive that gets the context path /
 * @param sipListen      transport:host:port each; empty: every role of {@code ims.properties}, over UDP and TCP
 * @param sipThreads     threads that read messages and run applications
 * @param udpBufferBytes kernel buffer of each UDP socket
 * @param maxMessageBytes longest SIP message accepted
 * @param tcpReadTimeout time a peer may take for one message over TCP
 * @param overloadDelay  how long messages may wait for a thread; above that new requests get 503; 0: none ever does
 * @param trustedPeers   IP addresses of hosts whose P-Asserted-Identity is believed
 * @param traceTextsPerSecond SIP messages a second whose full text the trace keeps; of others it keeps the first line
 */
public record ServerSettings(@Default("127.0.0.1") String httpAddress, @Default("8080") int httpPort,
                             @Default("hss") String rootApplication, @Default("") List<String> sipListen,
                             @Default("8") int sipThreads, @Default("4194304") int udpBufferBytes,
                             @Default("65535") int maxMessageBytes, @Default("20s") Duration tcpReadTimeout,
                             @Default("20ms") Duration overloadDelay, @Default("500") int traceTextsPerSecond,
                             @Default("") List<String> trustedPeers) {

    SipSettings sip() {
        return new SipSettings(sipThreads, udpBufferBytes, maxMessageBytes, tcpReadTimeout, overloadDelay,
            traceTextsPerSecond, trustedPeers);
    }
}
