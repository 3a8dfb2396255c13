package org.calliope.ims.container;

import java.time.Duration;
import java.util.List;
import org.calliope.ims.config.Default;
import org.calliope.ims.container.sip.SipSettings;
import org.calliope.ims.container.sip.SourceSettings;

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
 * @param sourceRate     requests a second that one address may send outside dialogs; 0: no limit
 * @param sourceBan      how long an address that floods or scans is shut out; 0: never
 * @param scannerAgents  what the User-Agent of a scanner contains; empty: nobody is taken for one
 * @param trustedPeers   IP addresses of hosts whose P-Asserted-Identity is believed
 * @param traceTextsPerSecond SIP messages a second whose full text the trace keeps; of others it keeps the first line
 */
public record ServerSettings(@Default("127.0.0.1") String httpAddress, @Default("8080") int httpPort,
                             @Default("hss") String rootApplication, @Default("") List<String> sipListen,
                             @Default("8") int sipThreads, @Default("4194304") int udpBufferBytes,
                             @Default("65535") int maxMessageBytes, @Default("20s") Duration tcpReadTimeout,
                             @Default("20ms") Duration overloadDelay, @Default("0") int sourceRate,
                             @Default("10m") Duration sourceBan, @Default(SCANNERS) List<String> scannerAgents,
                             @Default("500") int traceTextsPerSecond, @Default("") List<String> trustedPeers) {

    /** The tools that sweep the Internet for telephone servers, by what they call themselves. */
    private static final String SCANNERS = "friendly-scanner, sipvicious, sundayddr, sipcli, sip-scan, sipscan, VaxSIPUserAgent,"
        + " pplsip, smap, iWar, SIPBomber";


    SipSettings sip() {
        return new SipSettings(sipThreads, udpBufferBytes, maxMessageBytes, tcpReadTimeout, overloadDelay,
            new SourceSettings(sourceRate, sourceBan, scannerAgents), traceTextsPerSecond, trustedPeers);
    }
}
