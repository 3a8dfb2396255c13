package org.calliope.ims.container.sip;

import gov.nist.javax.sip.header.HeaderFactoryImpl;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.MessageChannel;
import java.io.IOException;
import java.text.ParseException;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.calliope.ims.sip.Headers;
import org.calliope.ims.sip.SipRefusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns new work away once the server is about to end: 503 with Retry-After (RFC 3261 21.5.4), without a transaction.
 * Requests within a dialog and retransmissions pass, so that what was begun can end. Any thread.
 */
final class Drain {

    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);
    /** About what a restart takes. */
    private static final String RETRY_SECONDS = "30";
    private static final HeaderFactoryImpl HEADERS = new HeaderFactoryImpl();
    private static final SipRefusal REFUSAL = new SipRefusal(Response.SERVICE_UNAVAILABLE, "the server is going down",
        "drain", "RFC 3261 21.5.4", Map.of(Headers.RETRY_AFTER, RETRY_SECONDS));

    /** RFC 3261 8.2.7: who keeps no state gives the same tag again, and knows the ACK by it. */
    private final String tag = UUID.randomUUID().toString().substring(0, 8);
    private volatile boolean begun;

    void begin() {
        begun = true;
    }

    /**
     * @param request        from outside this server
     * @param retransmission asked only when it matters: whether a transaction has the request already
     * @return whether it has been turned away, or is the ACK for that
     */
    boolean refuses(SIPRequest request, MessageChannel channel, BooleanSupplier retransmission) {
        if (!begun) {
            return false;
        }
        if (Request.ACK.equals(request.getMethod())) {
            return tag.equals(request.getToTag());
        }
        if (request.getToTag() != null || Request.CANCEL.equals(request.getMethod()) || retransmission.getAsBoolean()) {
            return false;
        }
        refuse(request, channel);
        return true;
    }

    private void refuse(SIPRequest request, MessageChannel channel) {
        try {
            SIPResponse response = request.createResponse(REFUSAL.status());
            response.getTo().setTag(tag);
            response.setHeader(HEADERS.createHeader(Headers.RETRY_AFTER, RETRY_SECONDS));
            response.setHeader(HEADERS.createHeader(Headers.REASON, Headers.reason(REFUSAL)));
            response.setHeader(HEADERS.createHeader(Headers.WARNING,
                Headers.warning(channel.getHost() + ':' + channel.getPort(), REFUSAL)));
            channel.sendMessage(response);
        } catch (IOException | ParseException e) {
            LOG.debug("503 not sent: {}", e.toString());
        }
    }
}
