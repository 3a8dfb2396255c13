package org.calliope.ims.container.sip;

import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.SIPClientTransaction;
import gov.nist.javax.sip.stack.SIPDialog;
import gov.nist.javax.sip.stack.ServerResponseInterface;
import javax.sip.SipException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Responses whose transaction is over: a 2xx to an INVITE is forwarded again (RFC 6026 7.1), acknowledged again, or the
 * core hears of it when it has the dialog (RFC 3261 13.2.2.4); others are strays. Any thread.
 */
final class LateAnswers {

    private static final Logger LOG = LoggerFactory.getLogger(LateAnswers.class);

    private final ConvergedSipStack stack;
    private final AcceptedInvites accepted;
    private final Outbound outbound;

    LateAnswers(ConvergedSipStack stack, AcceptedInvites accepted, Outbound outbound) {
        this.stack = stack;
        this.accepted = accepted;
        this.outbound = outbound;
    }

    /** @return who takes it; null when nothing more is to be done with it */
    ServerResponseInterface take(SIPResponse response, MessageChannel channel) {
        if (outbound.acknowledged(response) || !AcceptedInvites.concerns(response) || accepted.again(response)) {
            return null;
        }
        if (accepted.isAnotherFork(response)) {
            accepted.forward(response);
            return null;
        }
        makeForkedDialog(response);
        SIPDialog dialog = stack.getDialog(response.getDialogId(false));
        if (dialog != null && repeatsAck(dialog, response)) {
            return null;
        }
        boolean concernsUs = dialog != null || stack.getForkedTransaction(response.getForkId()) != null;
        return concernsUs ? stack.withoutTransaction(response, channel) : null;
    }

    /** RFC 3261 13.2.2.4: a 2xx that was acknowledged and comes again is acknowledged again, without the application. */
    private static boolean repeatsAck(SIPDialog dialog, SIPResponse response) {
        if (!dialog.isLastAckPresent() || dialog.getLastAckSentCSeq().getSeqNumber() != response.getCSeq().getSeqNumber()
            || !response.getDialogId(false).equals(dialog.getLastAckSentDialogId())) {
            return false;
        }
        try {
            dialog.resendAck();
        } catch (SipException e) {
            LOG.debug("ACK not sent again: {}", e.toString());
        }
        return true;
    }

    /** RFC 3261 13.2.2.4: a further 2xx of an INVITE that this server sent itself makes a dialog of its own. */
    private void makeForkedDialog(SIPResponse response) {
        SIPClientTransaction forked = response.getToTag() == null ? null : stack.getForkedTransaction(response.getForkId());
        if (forked != null && forked.getDefaultDialog() != null && stack.getDialog(response.getDialogId(false)) == null) {
            SIPDialog dialog = stack.createDialog(forked, response);
            dialog.setOriginalDialog(forked.getDefaultDialog());
            stack.putDialog(dialog);
        }
    }
}
