package org.calliope.ims.container;

import java.time.Duration;
import java.util.List;
import org.calliope.ims.config.Default;
import org.calliope.ims.container.dns.DnsSettings;
import org.calliope.ims.container.sip.HeaderLimits;
import org.calliope.ims.container.sip.SipSettings;
import org.calliope.ims.container.sip.SourceSettings;
import org.calliope.ims.container.transport.TlsSettings;

/**
 * {@code conf/server.properties}: how the container is sized and where it listens.
 *
 * @param httpAddress    address of the HTTP connector
 * @param httpPort       0 to 65535; 0: a free one
 * @param rootApplication archive that gets the context path /
 * @param sipListen      transport:host:port each, and {@link #ELEMENTS} for every role of {@code ims.properties}, over UDP and
 *                       TCP, which is also what empty means
 * @param sipThreads     threads that read messages and run applications
 * @param udpBufferBytes kernel buffer of each UDP socket
 * @param maxMessageBytes longest SIP message accepted
 * @param tcpReadTimeout time a peer may take for one message over a connection
 * @param overloadDelay  how long messages may wait for a thread; above that new requests get 503; 0: none ever does
 * @param sourceRate     requests a second that one address may send outside dialogs; 0: no limit
 * @param sourceBan      how long an address that floods or scans is shut out; 0: never
 * @param scannerAgents  what the User-Agent of a scanner contains; empty: nobody is taken for one
 * @param dnsServers     address or address:port of who is asked for names; empty: the machine's
 * @param dnsTimeout     how long a message waits for its target's address
 * @param hopTimeout     how long a server may be silent when the name has another one
 * @param hopPenalty     how long a server that failed is tried last
 * @param trustedPeers   IP addresses of hosts whose P-Asserted-Identity is believed, and which are never limited
 * @param traceTextsPerSecond SIP messages a second whose full text the trace keeps; of others it keeps the first line
 * @param deployScan     how often deploy/ is looked at; 0: only at the start
 * @param maxUploadBytes largest archive taken over REST
 * @param drainLimit     how long transactions may take to finish when the server ends; 0: none is waited for
 * @param livenessLimit  how long no thread may read SIP before the server counts as stuck
 */
public record ServerSettings(@Default("127.0.0.1") String httpAddress, @Default("8080") int httpPort,
                             @Default("hss") String rootApplication, @Default("") List<String> sipListen,
                             @Default("8") int sipThreads, @Default("4194304") int udpBufferBytes,
                             @Default("65535") int maxMessageBytes, @Default("20s") Duration tcpReadTimeout,
                             @Default("20ms") Duration overloadDelay, @Default("0") int sourceRate,
                             @Default("10m") Duration sourceBan, @Default(SCANNERS) List<String> scannerAgents,
                             @Default("") List<String> trustedPeers,
                             @Default("") List<String> dnsServers, @Default("2s") Duration dnsTimeout,
                             @Default("4s") Duration hopTimeout, @Default("30s") Duration hopPenalty,
                             @Default("500") int traceTextsPerSecond,
                             @Default("1s") Duration deployScan, @Default("268435456") long maxUploadBytes,
                             @Default("10s") Duration drainLimit, @Default("10s") Duration livenessLimit) {

    /** Among the addresses of {@code sip-listen}: those of the elements. */
    static final String ELEMENTS = "elements";
    /** The tools that sweep the Internet for telephone servers, by what they call themselves. */
    private static final String SCANNERS = "friendly-scanner, sipvicious, sundayddr, sipcli, sip-scan, sipscan, VaxSIPUserAgent,"
        + " pplsip, smap, iWar, SIPBomber";

    /** @throws IllegalArgumentException for a value that makes no sense */
    public ServerSettings {
        if (deployScan.isNegative() || drainLimit.isNegative() || livenessLimit.toSeconds() < 1) {
            throw new IllegalArgumentException("deploy-scan and drain-limit are 0s or more, liveness-limit is 1s or more");
        }
        if (maxUploadBytes < 1) {
            throw new IllegalArgumentException("max-upload-bytes is 1 or more");
        }
    }

    SipSettings sip(TransportSettings transports, TlsSettings tls) {
        return new SipSettings(sipThreads, udpBufferBytes, transports.udpMaxRequestBytes(),
            new HeaderLimits(maxMessageBytes, transports.maxHeaderLines(), transports.maxHeaderLineBytes()), overloadDelay,
            new SourceSettings(sourceRate, sourceBan, scannerAgents), trustedPeers, traceTextsPerSecond,
            new DnsSettings(dnsServers.stream().map(DnsSettings::server).toList(), dnsTimeout, hopTimeout, hopPenalty),
            transports.streams(maxMessageBytes, tcpReadTimeout), tls);
    }
}
