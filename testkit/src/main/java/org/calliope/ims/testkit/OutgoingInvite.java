package org.calliope.ims.testkit;

import java.util.Optional;
import org.calliope.ims.testkit.wire.SipMessage;

/** An INVITE this side sent, first or within a dialog, and what comes of it (RFC 3261 13.2, 14.1). */
public final class OutgoingInvite {
    private final Outbound outbound;
    private final Dialog dialog;
    private final boolean first;
    private final ClientTransaction transaction;
    private Optional<SipMessage> success = Optional.empty();
    private Optional<SipMessage> ack = Optional.empty();

    OutgoingInvite(Outbound outbound, Dialog dialog, SipMessage invite, boolean first) {
        this.outbound = outbound;
        this.dialog = dialog;
        this.first = first;
        this.transaction = outbound.prepare(invite, this::answered);
    }

    OutgoingInvite begin() {
        transaction.start();
        return this;
    }

    private void answered(SipMessage response) {
        Optional<SipMessage> again = Optional.empty();
        synchronized (this) {
            boolean otherBranch = first && response.isSuccess() && success.isPresent()
                    && !success.get().to().tag().equals(response.to().tag());
            if (otherBranch) {
                releaseFork(response);
                return;
            }
            if (first) {
                dialog.learn(response);
            }
            if (response.isSuccess()) {
                again = ack;
                success = Optional.of(response);
                dialog.refresh(response);
            }
        }
        // RFC 3261 13.2.2.4: the ACK is passed on again with every repetition of the 2xx.
        again.ifPresent(outbound::repeatAck);
    }

    /** A second telephone answered as well: RFC 3261 13.2.2.4 wants it acknowledged and then let go. */
    private void releaseFork(SipMessage response) {
        Dialog other = Dialog.calling(transaction.request());
        other.learn(response);
        outbound.sendAck(other.acknowledge(response.cseq()));
        outbound.send(other.request("BYE"));
    }

    /** The INVITE as it was sent. */
    public SipMessage invite() {
        return transaction.request();
    }

    public ClientTransaction transaction() {
        return transaction;
    }

    public SipMessage awaitProvisional(int status) {
        return transaction.awaitProvisional(status);
    }

    /** Waits for the 200 and acknowledges it at once, as a telephone does. */
    public SipMessage awaitAnswer() {
        SipMessage answer = awaitAnswerOnly();
        ack();
        return answer;
    }

    /** Waits for the 200 and leaves the ACK to the script. */
    public SipMessage awaitAnswerOnly() {
        return transaction.expect(200);
    }

    /** Sends the ACK along the route set of the dialog. */
    public void ack() {
        SipMessage sent = outbound.sendAck(dialog.acknowledge(transaction.request().cseq()));
        synchronized (this) {
            ack = Optional.of(sent);
        }
    }

    /** Waits for a final answer with this status, which for a refusal is acknowledged already. */
    public SipMessage expect(int status) {
        return transaction.expect(status);
    }

    /** Sends CANCEL, not before something was heard (RFC 3261 9.1), and waits for the 200 to it. */
    public void cancel() {
        transaction.awaitAny();
        transaction.cancel().expect(200);
    }
}
