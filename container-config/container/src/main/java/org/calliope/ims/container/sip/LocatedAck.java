package org.calliope.ims.container.sip;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.stack.AckSendingStrategy;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.SIPDialog;
import java.io.IOException;
import javax.sip.ListeningPoint;
import javax.sip.SipException;
import javax.sip.address.Hop;

/**
 * Sends the ACK for a 2xx (RFC 3261 13.2.2.4) as everything else is sent: the stack would look its target up on the
 * thread that has read the 2xx.
 */
final class LocatedAck implements AckSendingStrategy {

    private final SIPDialog dialog;
    private final ConvergedSipStack stack;
    private volatile Hop last;

    private LocatedAck(SIPDialog dialog, ConvergedSipStack stack) {
        this.dialog = dialog;
        this.stack = stack;
    }

    /** @return the dialog, which sends its ACKs this way */
    static SIPDialog in(SIPDialog dialog, ConvergedSipStack stack) {
        dialog.setAckSendingStrategy(new LocatedAck(dialog, stack));
        return dialog;
    }

    @Override
    public void send(SIPRequest ack) throws SipException, IOException {
        Hop hop = stack.getNextHop(ack);
        ListeningPoint point = hop == null ? null : dialog.getSipProvider().getListeningPoint(hop.getTransport());
        MessageChannel channel = point == null ? null : stack.createRawMessageChannel(point.getIPAddress(), point.getPort(), hop);
        if (channel == null) {
            throw new SipException("there is no way to " + hop);
        }
        last = hop;
        channel.sendMessage(ack);
    }

    @Override
    public Hop getLastHop() {
        return last;
    }
}
