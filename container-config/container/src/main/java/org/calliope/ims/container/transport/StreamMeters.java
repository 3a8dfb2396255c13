package org.calliope.ims.container.transport;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.IntSupplier;
import org.calliope.ims.node.RareLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is counted about connections. Any thread. */
final class StreamMeters {

    /** Gauge of connections that others have opened. */
    static final String CONNECTIONS = "sip.connections";
    /** Counter of connections that were not accepted, by reason: total, address. */
    static final String REFUSED = "sip.connections.refused";
    /** Counter of connections that were ended here, by reason: slow, idle, stalled, handshake, name, framing. */
    static final String CUT = "sip.connections.cut";

    /** Counter of messages that were for a peer whose connection is gone and who can not be reached by another. */
    static final String GONE = "sip.connections.gone";

    private static final Logger LOG = LoggerFactory.getLogger(StreamMeters.class);

    private final MeterRegistry meters;
    private final RareLog misnamed = new RareLog(LOG, Duration.ofSeconds(10));

    StreamMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    void watch(IntSupplier connections) {
        Gauge.builder(CONNECTIONS, connections, IntSupplier::getAsInt).strongReference(true).register(meters);
    }

    void gone() {
        meters.counter(GONE).increment();
    }

    void refused(String reason) {
        meters.counter(REFUSED, "reason", reason).increment();
    }

    void cut(String reason) {
        LOG.debug("a connection was cut: {}", reason);
        meters.counter(CUT, "reason", reason).increment();
    }

    /** A server has shown a certificate that is not for whom was wanted. */
    void cutMisnamed(InetSocketAddress peer, String wanted) {
        misnamed.warn("TLS: the certificate of " + peer + " is not for " + wanted + ", the connection was closed");
        cut("name");
    }
}
