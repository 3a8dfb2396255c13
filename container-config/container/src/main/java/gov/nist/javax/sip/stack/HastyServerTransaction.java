package gov.nist.javax.sip.stack;

import gov.nist.javax.sip.SipProviderImpl;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import java.io.IOException;
import javax.sip.ObjectInUseException;
import javax.sip.SipException;
import javax.sip.Timeout;
import javax.sip.TimeoutEvent;
import javax.sip.TransactionState;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.calliope.ims.container.sip.WheelSipTimer;

/**
 * A server transaction that is not kept by its timers: that for a 100, which runs for 200 ms, would keep all that the
 * application has of a call, and the next tick comes after T1. And one that is there for the refusal when no PRACK comes:
 * the stack ended it before anybody could refuse.
 */
public class HastyServerTransaction extends SIPServerTransactionImpl {

    /** RFC 3261 17.2.1. */
    private static final int TRYING_MILLIS = 200;
    /** RFC 3262 3: 64*T1. */
    private static final int NO_PRACK_MILLIS = 64 * SIPTransactionStack.BASE_TIMER_INTERVAL;

    private volatile TransactionTimer ticks;
    private volatile SendTrying trying;
    private volatile NoPrack noPrack;

    protected HastyServerTransaction(SIPTransactionStack stack, MessageChannel channel) {
        super(stack, channel);
    }

    @Override
    public void map() {
        int state = getRealState();
        boolean tells = isInviteTransaction() && (state < 0 || state == TransactionState._TRYING);
        if (tells && !isMapped && sipStack.getTimer() != null) {
            isMapped = true; // so that the stack starts no timer
            trying = new SendTrying();
            sipStack.getTimer().schedule(trying, TRYING_MILLIS);
        }
        super.map();
    }

    @Override
    public void sendMessage(SIPMessage response) throws IOException {
        SendTrying waiting = trying;
        if (waiting != null && sipStack.getTimer() != null) {
            trying = null;
            sipStack.getTimer().cancel(waiting);
        }
        super.sendMessage(response);
        if (getRealState() != TransactionState._PROCEEDING) {
            waitNoMore();
        }
    }

    @Override
    public void sendReliableProvisionalResponse(Response response) throws SipException {
        super.sendReliableProvisionalResponse(response);
        noPrack = new NoPrack();
        sipStack.getTimer().schedule(noPrack, NO_PRACK_MILLIS);
    }

    /** Of several that come at once one stops the retransmissions: the PRACK, or its time being over. */
    @Override
    public synchronized boolean prackRecieved() {
        waitNoMore();
        return super.prackRecieved();
    }

    private void waitNoMore() {
        NoPrack waiting = noPrack;
        if (waiting != null && sipStack.getTimer() != null) {
            noPrack = null;
            sipStack.getTimer().cancel(waiting);
        }
    }

    @Override
    public void startTransactionTimer() {
        if (!Request.INVITE.equals(getMethod())) {
            super.startTransactionTimer();
        } else if (transactionTimerStarted.compareAndSet(false, true) && sipStack.getTimer() != null) {
            ticks = new TransactionTimer();
            sipStack.getTimer().scheduleWithFixedDelay(ticks, baseTimerInterval, baseTimerInterval);
        }
    }

    /** RFC 3261 17.2.1: a refusal is sent again until its ACK, also when the session is over that it was for. */
    @Override
    public void terminate() throws ObjectInUseException {
        if (!isInviteTransaction() || getRealState() != TransactionState._COMPLETED && getRealState() != TransactionState._CONFIRMED) {
            super.terminate();
        }
    }

    /** Lets a transaction that has terminated be cleared away after some milliseconds. */
    protected final void clearAfter(long millis) {
        if (isTerminated()) {
            WheelSipTimer.hasten(ticks, millis);
        }
    }

    /** RFC 3262 3: the application hears of it, and refuses the INVITE, which is still to be answered. */
    private final class NoPrack extends SIPStackTimerTask {

        @Override
        public void runTask() {
            if (getRealState() == TransactionState._PROCEEDING && prackRecieved()) {
                SipProviderImpl provider = getSipProvider();
                provider.handleEvent(new TimeoutEvent(provider, HastyServerTransaction.this, Timeout.TRANSACTION), HastyServerTransaction.this);
            }
        }

        @Override
        public Object getThreadHash() {
            return getRequest() instanceof SIPRequest request ? request.getCallId().getCallId() : null;
        }
    }
}
