package org.calliope.ims.container.sip;

import gov.nist.javax.sip.ListeningPointImpl;
import gov.nist.javax.sip.header.Contact;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.stack.SIPDialog;
import gov.nist.javax.sip.stack.SIPStackTimerTask;
import gov.nist.javax.sip.stack.SIPTransaction;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import javax.sip.message.Request;

/**
 * A dialog whose first request came from the peer. The core deletes that of a subscription before it sends the NOTIFY
 * that ends it (RFC 6665 4.4.1), which then can not be sent: the dialog lives on for as long as that takes.
 */
final class CalledDialog extends SIPDialog {

    private static final long serialVersionUID = 1L;
    private static final long LAST_NOTIFY_MILLIS = 200;

    private final boolean subscription;

    CalledDialog(SIPTransaction transaction) {
        super(transaction);
        subscription = Request.SUBSCRIBE.equals(transaction.getMethod()) || Request.REFER.equals(transaction.getMethod());
    }

    /**
     * The stack tells by it what is for this dialog and what only passes an element of this server on its way there; before
     * the 2xx it knows none, and would take a PRACK at the first element.
     */
    @Override
    public Contact getMyContactHeader() {
        Contact known = super.getMyContactHeader();
        return known != null ? known : (Contact) ((ListeningPointImpl) getSipProvider().getListeningPoint()).createContactHeader();
    }

    /** The stack fails over a PRACK that comes when the transaction of its INVITE is over. */
    @Override
    public boolean handlePrack(SIPRequest prack) {
        return getFirstTransactionInt() != null && super.handlePrack(prack);
    }

    @Override
    public void delete() {
        if (!subscription) {
            super.delete();
            return;
        }
        ((SIPTransactionStack) getSipProvider().getSipStack()).getTimer().schedule(new SIPStackTimerTask() {
            @Override
            public void runTask() {
                CalledDialog.super.delete();
            }

            @Override
            public Object getThreadHash() {
                return getCallId().getCallId();
            }
        }, LAST_NOTIFY_MILLIS);
    }
}
