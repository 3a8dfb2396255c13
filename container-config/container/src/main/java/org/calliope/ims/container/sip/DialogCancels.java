package org.calliope.ims.container.sip;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.io.IOException;
import javax.sip.InvalidArgumentException;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.message.Response;
import org.mobicents.servlet.sip.message.SipServletRequestImpl;
import org.mobicents.servlet.sip.message.TransactionApplicationData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * CANCELs of requests within a dialog that an application has forwarded (RFC 3261 16.10): each goes where its INVITE went.
 * The core looks for the branches of the dialog's first INVITE only, and then takes the session for terminated. For the
 * thread that has the call.
 */
final class DialogCancels {

    private static final Logger LOG = LoggerFactory.getLogger(DialogCancels.class);

    private final Dispatcher dispatcher;

    DialogCancels(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    /** @return whether it is one, and has been answered */
    boolean takes(SIPRequest cancel) {
        if (cancel.getToTag() == null
            || !(((SIPTransactionStack) dispatcher.getSipStack()).findCancelTransaction(cancel, true) instanceof ServerTransaction invite)
            || !(invite.getApplicationData() instanceof TransactionApplicationData data) || data.getProxyBranch() == null
            || !(data.getSipServletMessage() instanceof SipServletRequestImpl forwarded)
            || !(forwarded.getTransaction() instanceof ClientTransaction branch)
            || !(cancel.getTransaction() instanceof ServerTransaction transaction)) {
            return false;
        }
        try {
            transaction.sendResponse(cancel.createResponse(Response.OK));
        } catch (SipException | InvalidArgumentException e) {
            LOG.debug("a CANCEL was not answered: {}", e.toString());
        }
        branch.onceHeard(() -> cancel(forwarded));
        return true;
    }

    private static void cancel(SipServletRequestImpl invite) {
        try {
            invite.createCancel().send();
        } catch (IOException | IllegalStateException e) {
            LOG.debug("a CANCEL was not sent: {}", e.toString());
        }
    }
}
