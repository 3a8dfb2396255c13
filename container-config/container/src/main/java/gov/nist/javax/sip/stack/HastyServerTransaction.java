package gov.nist.javax.sip.stack;

import gov.nist.javax.sip.message.SIPMessage;
import java.io.IOException;
import javax.sip.TransactionState;
import javax.sip.message.Request;
import org.calliope.ims.container.sip.WheelSipTimer;

/**
 * A server transaction that is not kept by its timers: that for a 100, which runs for 200 ms, would keep all that the
 * application has of a call, and the next tick comes after T1.
 */
public class HastyServerTransaction extends SIPServerTransactionImpl {

    /** RFC 3261 17.2.1. */
    private static final int TRYING_MILLIS = 200;

    private volatile TransactionTimer ticks;
    private volatile SendTrying trying;

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

    /** Lets a transaction that has terminated be cleared away after some milliseconds. */
    protected final void clearAfter(long millis) {
        if (isTerminated()) {
            WheelSipTimer.hasten(ticks, millis);
        }
    }
}
