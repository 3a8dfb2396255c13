package org.calliope.ims.container.context;

import java.util.Set;
import javax.servlet.sip.URI;
import javax.sip.ClientTransaction;
import javax.sip.Transaction;
import javax.sip.TransactionState;
import javax.sip.message.Request;
import org.calliope.ims.container.message.OutboundChoice;
import org.calliope.ims.container.sip.Callbacks;
import org.mobicents.servlet.sip.core.message.MobicentsSipServletRequest;
import org.mobicents.servlet.sip.core.proxy.MobicentsProxyBranch;
import org.mobicents.servlet.sip.core.session.MobicentsSipApplicationSession;
import org.mobicents.servlet.sip.core.session.SipSessionImpl;
import org.mobicents.servlet.sip.core.session.SipSessionKey;
import org.mobicents.servlet.sip.message.SipFactoryImpl;

/**
 * A SIP session that ends when JSR 289 6.2.5 says. It is invalidated when ready only after the callback that made it
 * ready: an application that has answered a BYE, or is told of a CANCEL, still has its sessions. A proxy that has put
 * itself into the route stays until a BYE has passed; the core ended it with any transaction of the dialog. Whoever hears
 * that it is ready may take its invalidate-when-ready away (6.2.4.2): the core asks before it tells the listeners, and not
 * after.
 */
final class DialogSession extends SipSessionImpl implements OutboundChoice {

    private final Callbacks callbacks;
    private boolean byePassed;
    private boolean telling;

    DialogSession(SipSessionKey key, SipFactoryImpl factory, MobicentsSipApplicationSession parent, Callbacks callbacks) {
        super(key, factory, parent);
        this.callbacks = callbacks;
    }

    @Override
    public void updateStateOnSubsequentRequest(MobicentsSipServletRequest request, boolean received) {
        byePassed |= Request.BYE.equals(request.getMethod());
        super.updateStateOnSubsequentRequest(request, received);
    }

    /** RFC 3261 14.1: a re-INVITE that is cancelled leaves the dialog as it was; the core ends a proxy's session with any 487. */
    @Override
    public void setState(State next) {
        if (next != State.TERMINATED || !isCallInProgress()) {
            super.setState(next);
        }
    }

    private boolean isCallInProgress() {
        return proxy != null && state == State.CONFIRMED && !byePassed && proxy.getOriginalRequest() != null
            && Request.INVITE.equals(proxy.getOriginalRequest().getMethod());
    }

    @Override
    public void onTerminatedState() {
        if (!goesOn()) {
            super.onTerminatedState();
        }
    }

    private boolean goesOn() {
        Set<Transaction> ongoing = getOngoingTransactions() == null ? Set.of() : getOngoingTransactions();
        if (proxy == null) {
            // the last NOTIFY of a subscription is repeated until it is answered (RFC 3261 17.1.2.2)
            return ongoing.stream().anyMatch(DialogSession::awaitsAnswer);
        }
        // 6.2.5.1: not while a transaction goes on, such as that of the BYE itself, which only the proxy knows of
        if (!ongoing.isEmpty() || !proxy.getTransactionMap().isEmpty()) {
            return true;
        }
        if (state != State.CONFIRMED || byePassed) {
            return false;
        }
        MobicentsProxyBranch branch = proxy.getFinalBranchForSubsequentRequests();
        return branch != null && (branch.getRecordRoute() || proxy.getRecordRoute());
    }

    private static boolean awaitsAnswer(Transaction transaction) {
        TransactionState state = transaction.getState();
        return transaction instanceof ClientTransaction
            && (state == TransactionState.CALLING || state == TransactionState.TRYING || state == TransactionState.PROCEEDING);
    }

    /**
     * RFC 3261 9.1: a CANCEL has the branch parameter of its INVITE, by which the core clears away what the INVITE still
     * needs for its final response.
     */
    @Override
    public void removeOngoingTransaction(Transaction transaction) {
        Set<Transaction> ongoing = getOngoingTransactions();
        if (ongoing != null && ongoing.stream().anyMatch(other -> other != transaction && sharesBranch(other, transaction))) {
            ongoing.remove(transaction);
        } else {
            super.removeOngoingTransaction(transaction);
        }
    }

    private static boolean sharesBranch(Transaction one, Transaction other) {
        return one.getBranchId() != null && one.getBranchId().equals(other.getBranchId());
    }

    @Override
    public void sendFrom(String chosen, Runnable work) {
        String before = outboundInterface;
        outboundInterface = chosen;
        try {
            work.run();
        } finally {
            outboundInterface = before;
        }
    }

    /** SipSession.getSubscriberURI: only a session that received no initial request is asked in vain; a router may name nobody. */
    @Override
    public URI getSubscriberURI() {
        return getSipSubscriberURI() == null && isSessionCreatingTransactionServer && isValid() ? null : super.getSubscriberURI();
    }

    @Override
    public void onReadyToInvalidate() {
        callbacks.after(this::invalidateReady);
    }

    private void invalidateReady() {
        if (!isValidInternal() || goesOn()) {
            return;
        }
        telling = true;
        try {
            super.onReadyToInvalidate();
        } finally {
            telling = false;
        }
    }

    @Override
    public void invalidate(boolean bypassCheck) {
        if (!telling || getInvalidateWhenReady()) {
            super.invalidate(bypassCheck);
        }
    }
}
