package org.calliope.ims.container.sip;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.SIPClientTransactionImpl;
import gov.nist.javax.sip.stack.SIPDialog;
import java.io.IOException;
import java.text.ParseException;
import java.util.Optional;
import javax.sip.Dialog;
import javax.sip.DialogState;
import javax.sip.TransactionState;
import javax.sip.message.Response;
import org.calliope.ims.container.dns.Place;

/**
 * A client transaction that lets go of its messages early, and that may have to wait for where to send its request. Timer
 * K of RFC 3261 17.1.2.2 buffers retransmitted responses; here they are dropped as strays.
 */
final class ClientTransaction extends SIPClientTransactionImpl {

    private static final int ONE_TICK = 1;
    private static final int NOT_SENT = -1;

    private final ConvergedSipStack stack;
    private final CallLocks calls;
    private final AcceptedInvites accepted;
    private final Outbound outbound;
    /** Null while the target is an address. */
    private volatile Attempts attempts;
    /** An INVITE's; its last one need not come as late as T1. */
    private volatile TransactionTimer ticks;
    /** Guarded by the call's lock; null when nothing waits. */
    private Runnable onceHeard;
    private boolean attempting;
    private boolean ending;

    ClientTransaction(ConvergedSipStack stack, CallLocks calls, AcceptedInvites accepted, Outbound outbound, MessageChannel channel) {
        super(stack, channel);
        this.stack = stack;
        this.calls = calls;
        this.accepted = accepted;
        this.outbound = outbound;
        timerK = ONE_TICK;
    }

    @Override
    public void processResponse(SIPResponse response, MessageChannel source) {
        calls.hold(response.getCallId().getCallId(), () -> {
            if (attempts != null && (isOfAnotherTry(response) || attempts.received(response))) {
                semRelease();
                return;
            }
            ending = response.getStatusCode() >= Response.MULTIPLE_CHOICES;
            if (response.isFinalResponse()) {
                baseTimerInterval = ConvergedSipStack.LAST_TICK_MILLIS;
            }
            boolean accepts = AcceptedInvites.concerns(response);
            SIPResponse fork = accepts && accepted.isAnotherFork(response) ? (SIPResponse) response.clone() : null;
            if (accepts) {
                accepted.arrived(response);
            }
            boolean proxied = accepts && ConvergedSipStack.isProxied(this);
            super.processResponse(response, source);
            if (onceHeard != null) {
                Runnable work = onceHeard;
                onceHeard = null;
                onceHeard(work);
            }
            if (proxied && isTerminated()) {
                WheelSipTimer.hasten(ticks, ConvergedSipStack.LAST_TICK_MILLIS);
            }
            if (fork != null && accepted.isAnotherFork(fork)) {
                accepted.forward(fork);
            }
        });
    }

    /**
     * RFC 3261 9.1: cancels the request, now or once there is a provisional response; not when it has been answered. For
     * the thread that has the call.
     */
    void onceHeard(Runnable cancel) {
        if (getInternalState() == TransactionState._CALLING) {
            onceHeard = cancel;
        } else if (isAlive()) {
            cancel.run();
        }
    }

    @Override
    public void startTransactionTimer() {
        if (!isInviteTransaction()) {
            super.startTransactionTimer();
        } else if (transactionTimerStarted.compareAndSet(false, true) && sipStack.getTimer() != null) {
            ticks = new TransactionTimer();
            sipStack.getTimer().scheduleWithFixedDelay(ticks, baseTimerInterval, baseTimerInterval);
        }
    }

    /** A response that was underway to this transaction when the next server's turn came. */
    private boolean isOfAnotherTry(SIPResponse response) {
        boolean other = !response.getTransactionId().equalsIgnoreCase(getTransactionId());
        if (other) {
            outbound.acknowledged(response);
        }
        return other;
    }

    @Override
    public void terminate() {
        ending = true;
        super.terminate();
    }

    /** An early dialog that ends with its refusal is cleared before the stack lets go of its locks, and fails there. */
    @Override
    public Dialog getDialog() {
        Dialog dialog = ConvergedSipStack.isProxied(this) ? null : super.getDialog();
        return ending && dialog != null && dialog.getState() == DialogState.TERMINATED ? null : dialog;
    }

    /** What is forwarded is in no dialog of its proxy; the stack would take that of an application of this server at its end. */
    @Override
    public synchronized void processResponse(SIPResponse response, MessageChannel source, SIPDialog dialog) {
        super.processResponse(response, source, ConvergedSipStack.isProxied(this) ? null : dialog);
    }

    @Override
    public SIPDialog getDefaultDialog() {
        return ConvergedSipStack.isProxied(this) ? null : super.getDefaultDialog();
    }

    @Override
    public SIPDialog getDialog(String id) {
        return ConvergedSipStack.isProxied(this) ? null : super.getDialog(id);
    }

    /** The SIP core sets T4 on every transaction, and with it timer K. */
    @Override
    public void setTimerT4(int milliseconds) {
        super.setTimerT4(milliseconds);
        timerK = ONE_TICK;
    }

    @Override
    public void sendMessage(SIPMessage message) throws IOException {
        if (!(encapsulatedChannel instanceof AwaitingChannel awaiting)) {
            super.sendMessage(message);
        } else if (getInternalState() < 0) {
            isMapped = true;
            startTransactionTimer(); // which also removes it in the end
            setState(isInviteTransaction() ? TransactionState._CALLING : TransactionState._TRYING);
            attempts = new Attempts(outbound, this, awaiting, (SIPRequest) message);
            attempts.begin();
        }
        // else: the ACK for a response of our own
    }

    /** Gives the transaction another branch, so that it is another one for those below. */
    void branch(String branch) throws IOException {
        if (!branch.equals(getBranch())) {
            try {
                stack.rename(this, branch);
            } catch (ParseException e) {
                throw new IOException(e);
            }
        }
    }

    /**
     * Sends the request through a channel, with timers that begin anew.
     *
     * @param more whether there is another server when this one is silent
     */
    void attempt(MessageChannel channel, boolean more) throws IOException {
        setEncapsulatedChannel(channel);
        disableRetransmissionTimer();
        disableTimeoutTimer();
        attempting = true;
        try {
            setState(NOT_SENT);
            super.sendMessage(getOriginalRequest());
        } finally {
            attempting = false;
        }
        if (more) {
            enableTimeoutTimer((int) Math.max(ONE_TICK, outbound.finder().hopTimeout().toMillis() / getBaseTimerInterval()));
        }
    }

    /** A try that fails does not end the transaction. */
    @Override
    public void setState(int state) {
        if (!attempting || state != TransactionState._TERMINATED) {
            super.setState(state);
        }
    }

    /** @return whether it has no final response yet */
    boolean isAlive() {
        int state = getInternalState();
        return state == TransactionState._CALLING || state == TransactionState._TRYING || state == TransactionState._PROCEEDING;
    }

    /**
     * Timers A and E (RFC 3261 17.1): what goes to another element of this server is not lost on the way. It may wait, and
     * its copies would wait behind it until it has been answered and its transaction is over, and be taken for new requests.
     */
    @Override
    public void fireRetransmissionTimer() {
        if (stack.processor(getPeerAddress(), getPeerPort(), getPeerProtocol()).isEmpty()) {
            super.fireRetransmissionTimer();
        }
    }

    @Override
    public void fireTimeoutTimer() {
        if (attempts != null && isAlive()) {
            attempts.timeout();
        } else {
            super.fireTimeoutTimer();
        }
    }

    void timedOut() {
        super.fireTimeoutTimer();
    }

    /**
     * @param cancel of this transaction's request
     * @return how the CANCEL reaches the server that has the request, RFC 3261 9.1
     */
    MessageChannel channelOf(SIPRequest cancel) throws IOException {
        Optional<Place> place = attempts == null ? Optional.empty() : attempts.last();
        return place.isEmpty() ? encapsulatedChannel
            : outbound.open(encapsulatedChannel.getMessageProcessor(), place.get(), attempts.host(), cancel);
    }
}
