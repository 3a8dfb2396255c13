package org.calliope.ims.container.transport;

import gov.nist.javax.sip.message.SIPRequest;
import java.io.IOException;
import java.text.ParseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests of one client transaction that is too long for UDP: they go over TCP, and over UDP after all when the
 * peer takes no connection (RFC 3261 18.1.1) or has not done so by the first retransmission. The transaction keeps its
 * timers, since it does not know. Any thread.
 */
public final class LargeRequests {

    /** Sends a request over UDP. */
    @FunctionalInterface
    public interface Udp {
        void send(SIPRequest request) throws IOException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(LargeRequests.class);
    private static final String TCP = "TCP";
    private static final String UDP = "UDP";

    private final StreamProcessor processor;
    private final Connection connection;
    private final Udp udp;
    private final Runnable noTcp;
    private final Runnable refused = this::refused;
    private SIPRequest carried;

    /** @param noTcp to be told that the peer has no TCP */
    LargeRequests(StreamProcessor processor, Connection connection, Udp udp, Runnable noTcp) {
        this.processor = processor;
        this.connection = connection;
        this.udp = udp;
        this.noTcp = noTcp;
    }

    /** @return whether the request is on its way; when not, it is to go over UDP, as all that follow */
    public synchronized boolean send(SIPRequest request) {
        if (request == carried && connection.isOpen()) {
            return true; // a retransmission, which TCP does itself
        }
        if (request == carried && !connection.withdraw(refused)) {
            return false;
        }
        if (request == carried) {
            noTcp.run();
            return overUdp(request);
        }
        transport(request, TCP);
        try {
            carried = request;
            connection.send(request.encodeAsBytes(TCP), refused);
            connection.messages().sent(request);
            return true;
        } catch (IOException e) {
            LOG.debug("over UDP: {}", e.toString());
            return overUdp(request);
        }
    }

    private static boolean overUdp(SIPRequest request) {
        transport(request, UDP);
        return false;
    }

    /** On the event loop. */
    private void refused() {
        SIPRequest request = carried;
        noTcp.run();
        processor.work(request.getCallId().getCallId(), () -> {
            try {
                transport(request, UDP);
                udp.send(request);
            } catch (IOException e) {
                LOG.debug("not sent over UDP either: {}", e.toString());
            }
        });
    }

    private static void transport(SIPRequest request, String transport) {
        try {
            request.getTopmostVia().setTransport(transport);
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }
}
