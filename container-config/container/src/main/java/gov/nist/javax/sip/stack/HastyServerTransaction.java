package gov.nist.javax.sip.stack;

import javax.sip.message.Request;
import org.calliope.ims.container.sip.WheelSipTimer;

/**
 * A server transaction that need not wait for its timer's next tick to be cleared away: an INVITE's would be kept for
 * T1 with all that the application has of it.
 */
public class HastyServerTransaction extends SIPServerTransactionImpl {

    private volatile TransactionTimer ticks;

    protected HastyServerTransaction(SIPTransactionStack stack, MessageChannel channel) {
        super(stack, channel);
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
