package org.calliope.ims.container.sip;

import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.header.ims.PChargingVector;
import gov.nist.javax.sip.header.ims.PChargingVectorHeader;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.SIPTransaction;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.MessageText;
import org.calliope.ims.trace.SipEvent;
import org.calliope.ims.trace.Trace;

/**
 * Writes every SIP message into the decision trace. What comes in is recorded where the stack takes it up, which it
 * does for a message between two elements of this server too; what leaves the server, at its transport. So a hop
 * stands there once. Full texts are kept for so many messages a second; above that rate the line of the message is
 * kept, and encoding costs nothing.
 */
final class SipRecorder extends NoServerLogger {

    private static final int DEFAULT_PORT = 5060;

    private final Trace trace;
    private final TextBudget budget;
    private final Map<String, String> labels = new HashMap<>();

    SipRecorder(Trace trace, List<ListenAddress> addresses, int textsPerSecond) {
        this.trace = trace;
        this.budget = new TextBudget(textsPerSecond);
        addresses.forEach(a -> labels.put(a.sentBy(), a.label()));
    }

    /**
     * A request as the stack takes it up: its sender is an element by its Via when it came through no socket, else
     * known by where it came from, whatever its Via says.
     *
     * @return whether an element of this server sent it
     */
    boolean received(SIPRequest request, MessageChannel channel) {
        String local = channel.getHost() + ':' + channel.getPort();
        String element = channel.getPeerPacketSourceAddress() == null ? labels.get(sentBy(request)) : null;
        if (element == null) {
            record(request, source(channel), label(local));
            return false;
        }
        // the stack hands a message to itself on the channel of the sender, whose peer is then one of ours
        String peer = channel.getPeerAddress() + ':' + channel.getPeerPort();
        record(request, element, label(labels.containsKey(peer) ? peer : local));
        return true;
    }

    /** A response as the stack takes it up: its topmost Via names the receiver, the request's next hop the sender. */
    void received(SIPResponse response, MessageChannel channel, SIPTransaction transaction) {
        String hop = transaction == null ? "" : transaction.getPeerAddress() + ':' + transaction.getPeerPort();
        record(response, labels.containsKey(hop) ? labels.get(hop) : label(source(channel)), label(sentBy(response)));
    }

    /** Called by the transport. */
    @Override
    public void logMessage(SIPMessage message, String from, String to, boolean sender, long time) {
        if (sender && !labels.containsKey(to)) {
            record(message, label(message instanceof SIPRequest ? sentBy(message) : from), to);
        }
    }

    @Override
    public void logMessage(SIPMessage message, String from, String to, String status, boolean sender, long time) {
        logMessage(message, from, to, sender, time);
    }

    @Override
    public void logMessage(SIPMessage message, String from, String to, String status, boolean sender) {
        logMessage(message, from, to, sender, 0);
    }

    private String label(String address) {
        return labels.getOrDefault(address, address);
    }

    private static String sentBy(SIPMessage message) {
        Via via = message.getTopmostVia();
        return via == null ? "" : ListenAddress.key(via.getHost(), via.getPort() > 0 ? via.getPort() : DEFAULT_PORT);
    }

    private static String source(MessageChannel channel) {
        return channel.getPeerPacketSourceAddress() == null ? channel.getPeerAddress() + ':' + channel.getPeerPort()
            : channel.getPeerPacketSourceAddress().getHostAddress() + ':' + channel.getPeerPacketSourcePort();
    }

    private void record(SIPMessage message, String from, String to) {
        trace.sip(SipEvent.of(from, to, transport(message), startLine(message),
            message.getCSeq() == null ? "" : message.getCSeq().getSeqNumber() + " " + message.getCSeq().getMethod(),
            join(message), text(message)));
    }

    private static String startLine(SIPMessage message) {
        String line = message instanceof SIPRequest request ? request.getRequestLine().encode()
            : ((SIPResponse) message).getStatusLine().encode();
        return line.strip();
    }

    private static String transport(SIPMessage message) {
        return message.getTopmostVia() == null ? "" : message.getTopmostVia().getTransport().toUpperCase(Locale.ROOT);
    }

    private static Join join(SIPMessage message) {
        String callId = message.getCallId() == null ? "" : message.getCallId().getCallId();
        String icid = message.getHeader(PChargingVectorHeader.NAME) instanceof PChargingVector vector
            && vector.getICID() != null ? vector.getICID() : "";
        String registration = message.getCSeq() != null && "REGISTER".equals(message.getCSeq().getMethod())
            && message.getTo() != null ? identity(message.getTo().getAddress().getURI().toString()) : "";
        return new Join(icid, callId, registration, "");
    }

    private static String identity(String uri) {
        try {
            return PublicIdentity.parse(uri).toString();
        } catch (IllegalArgumentException e) {
            return uri;
        }
    }

    private MessageText text(SIPMessage message) {
        return budget.take() ? MessageText.of(message.encode().getBytes(StandardCharsets.UTF_8)) : MessageText.NONE;
    }
}
