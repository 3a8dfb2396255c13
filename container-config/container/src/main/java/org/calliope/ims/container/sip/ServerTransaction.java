package org.calliope.ims.container.sip;

import gov.nist.javax.sip.SIPConstants;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.HastyServerTransaction;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.MessageProcessor;
import java.io.IOException;
import java.util.Optional;
import javax.sip.TransactionState;
import javax.sip.message.Request;

/** A server transaction that lets go of its messages early; {@link FinishedTransactions} has what may be asked for again. */
final class ServerTransaction extends HastyServerTransaction {

    private static final int ONE_TICK = 1;

    private final ConvergedSipStack stack;
    private final CallLocks calls;
    private final FinishedTransactions finished;
    private final AcceptedInvites accepted;
    /** Where the request was sent to when an element of this server has sent it, through no socket. */
    private final Optional<MessageProcessor> handedTo;

    ServerTransaction(ConvergedSipStack stack, CallLocks calls, FinishedTransactions finished, AcceptedInvites accepted,
                      MessageChannel channel) {
        super(stack, channel);
        this.stack = stack;
        this.calls = calls;
        this.finished = finished;
        this.accepted = accepted;
        this.handedTo = channel.getPeerPacketSourceAddress() == null
            ? stack.processor(channel.getPeerAddress(), channel.getPeerPort(), channel.getTransport()) : Optional.empty();
    }

    /**
     * The stack hands a request to itself on the channel of its sender, and finds a dialog of this server only at the
     * address that the dialog has (RFC 3261 12.2.2): that is the receiver's.
     */
    @Override
    public MessageProcessor getMessageProcessor() {
        return handedTo.orElseGet(super::getMessageProcessor);
    }

    @Override
    public void processRequest(SIPRequest request, MessageChannel source) {
        calls.hold(request.getCallId().getCallId(), () -> {
            super.processRequest(request, source);
            // RFC 3262 3: the stack drops a PRACK that acknowledges nothing
            if (Request.PRACK.equals(request.getMethod()) && getInternalState() == TransactionState._TRYING
                && stack.findTransaction(getTransactionId(), true) != this) {
                ConvergedSipStack.answerNotThere(request, getMessageChannel());
            }
        });
    }

    /**
     * Without the cookie of RFC 3261 in the branch the stack looks at every transaction, and parses its request again,
     * which one that has ended has no more.
     */
    @Override
    public boolean isMessagePartOfTransaction(SIPMessage message) {
        String key = message.getTransactionId();
        return key.startsWith(SIPConstants.BRANCH_MAGIC_COOKIE_LOWER_CASE) ? super.isMessagePartOfTransaction(message)
            : key.equals(getTransactionId()) || Request.ACK.equals(message.getCSeq().getMethod()) && isInviteTransaction()
            && getRequest() != null && super.isMessagePartOfTransaction(message);
    }

    @Override
    protected void startTransactionTimerJ(long ticks) {
        baseTimerInterval = ConvergedSipStack.LAST_TICK_MILLIS;
        super.startTransactionTimerJ(Math.min(ticks, ONE_TICK));
    }

    @Override
    public void sendMessage(SIPMessage message) throws IOException {
        SIPResponse response = (SIPResponse) message;
        // before it is sent: the request may come again at any time afterwards
        if (response.isFinalResponse() && !isReliable() && response.getCSeq().getMethod().equals(getMethod())) {
            finished.remember(response);
        }
        super.sendMessage(message);
        if (AcceptedInvites.concerns(response)) {
            accepted.sent(response, this);
            if (ConvergedSipStack.isProxied(this)) {
                clearAfter(ConvergedSipStack.LAST_TICK_MILLIS);
            }
        }
    }
}
