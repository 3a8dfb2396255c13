package org.calliope.ims.container.context;

import gov.nist.javax.sip.message.SIPRequest;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.servlet.sip.URI;
import javax.sip.ClientTransaction;
import javax.sip.Transaction;
import javax.sip.TransactionState;
import javax.sip.header.FromHeader;
import javax.sip.header.ToHeader;
import javax.sip.message.Message;
import javax.sip.message.Request;
import org.calliope.ims.container.message.OutboundChoice;
import org.calliope.ims.container.sip.Callbacks;
import org.calliope.ims.container.sip.ProxiedCall;
import org.calliope.ims.container.sip.ProxiedCalls;
import org.mobicents.servlet.sip.core.message.MobicentsSipServletMessage;
import org.mobicents.servlet.sip.core.message.MobicentsSipServletRequest;
import org.mobicents.servlet.sip.core.message.MobicentsSipServletResponse;
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
final class DialogSession extends SipSessionImpl implements OutboundChoice, ProxiedCalls.Session {

    private static final int CLASS = 100;
    private static final int SUCCESS = 2;

    /** The core's own map of ACKs, which stays empty. */
    private static final ConcurrentHashMap<Long, Boolean> NO_ACKS = new ConcurrentHashMap<>(1);
    private static final int FEW_ATTRIBUTES = 2;

    private final Callbacks callbacks;
    /** Numbers of the INVITEs that were answered and whose ACK has not come: nearly always none. The core remembers those that have. */
    private volatile Set<Long> unacknowledged = Set.of();
    /** Of the first session of a proxied INVITE: whether each dialog goes on, by tag of the called side. Nearly always one. */
    private volatile Map<String, Boolean> dialogs = Map.of();
    private boolean byePassed;
    private boolean telling;
    /** Null unless it may be released. */
    private ProxiedCall call;

    DialogSession(SipSessionKey key, SipFactoryImpl factory, MobicentsSipApplicationSession parent, Callbacks callbacks) {
        super(key, factory, parent);
        this.callbacks = callbacks;
        acksReceived = NO_ACKS;
    }

    @Override
    public synchronized void setAckReceived(long cseq, boolean received) {
        Set<Long> numbers = new HashSet<>(unacknowledged);
        if (received) {
            numbers.remove(cseq);
        } else {
            numbers.add(cseq);
        }
        unacknowledged = Set.copyOf(numbers);
    }

    @Override
    protected boolean isAckReceived(long cseq) {
        return acksReceived == null || !unacknowledged.contains(cseq);
    }

    /** The core would make one for many; most sessions have one or two, and a call has four sessions. */
    @Override
    protected Map<String, Object> getAttributeMap() {
        if (sipSessionAttributeMap == null) {
            sipSessionAttributeMap = new ConcurrentHashMap<>(FEW_ATTRIBUTES);
        }
        return sipSessionAttributeMap;
    }

    /** One text for all sessions, which have few interfaces. */
    @Override
    public void setOutboundInterface(InetSocketAddress address) {
        super.setOutboundInterface(address);
        outboundInterface = outboundInterface.intern();
    }

    @Override
    public void tell(ProxiedCall proxied) {
        call = proxied;
    }

    @Override
    public void released() {
        first().ended(call.calledTag());
    }

    @Override
    public void updateStateOnSubsequentRequest(MobicentsSipServletRequest request, boolean received) {
        if (call != null) {
            call.passed((SIPRequest) request.getMessage());
        }
        if (received && EarlyRequests.pass(this, request) && Request.BYE.equals(request.getMethod())) {
            return; // RFC 3261 15.1.2: the INVITE has its final response still to come
        }
        if (Request.BYE.equals(request.getMethod())) {
            byePassed = true;
            if (proxy != null) {
                first().ended(farTag(request.getMessage()));
            }
        }
        super.updateStateOnSubsequentRequest(request, received);
    }

    /** The core takes each request of a dialog for the one that has made it, and loses the INVITE that goes on meanwhile. */
    @Override
    public void setSessionCreatingTransactionRequest(MobicentsSipServletMessage message) {
        if (!(message instanceof MobicentsSipServletRequest request && EarlyRequests.isEarly(this, request))) {
            super.setSessionCreatingTransactionRequest(message);
        }
    }

    @Override
    public void updateStateOnResponse(MobicentsSipServletResponse response, boolean received) {
        if (proxy != null && response.getStatus() / CLASS == SUCCESS && Request.INVITE.equals(response.getMethod())) {
            first().begun(farTag(response.getMessage()));
        }
        super.updateStateOnResponse(response, received);
    }

    /** The session of the request; those of further To tags were derived from it (6.2.3.2). */
    private DialogSession first() {
        return getParentSession() instanceof DialogSession parent ? parent : this;
    }

    /** Tag of the called side, which tells the dialogs of a forked request apart. */
    private String farTag(Message message) {
        String to = ((ToHeader) message.getHeader(ToHeader.NAME)).getTag();
        return getKey().getFromTag().equals(to) ? ((FromHeader) message.getHeader(FromHeader.NAME)).getTag() : String.valueOf(to);
    }

    /**
     * The core keeps the first session confirmed, also when its own target has refused and the dialog was another's: with the
     * last dialog all of them are over.
     */
    private void ended(String farTag) {
        note(farTag, false);
        if (!dialogs.containsValue(true)) {
            end();
            getDerivedSipSessions().forEachRemaining(derived -> ((DialogSession) derived).end());
        }
    }

    private synchronized void begun(String farTag) {
        if (!dialogs.containsKey(farTag)) {
            note(farTag, true);
        }
    }

    private synchronized void note(String farTag, boolean on) {
        Map<String, Boolean> all = new HashMap<>(dialogs);
        all.put(farTag, on);
        dialogs = Map.copyOf(all);
    }

    private void end() {
        byePassed = true;
        setState(State.TERMINATED);
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
