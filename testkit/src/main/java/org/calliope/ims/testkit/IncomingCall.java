package org.calliope.ims.testkit;

import org.calliope.ims.testkit.wire.SipMessage;

/** A call from the callee's side; got from {@link UserAgent#awaitInvite}. 100 Trying has been sent already. */
public final class IncomingCall extends CallLeg {
    private final IncomingInvite invite;

    IncomingCall(Outbound outbound, ServerTransaction transaction) {
        super(outbound, Dialog.called(transaction.request(), transaction.localTag()));
        this.invite = new IncomingInvite(outbound, transaction);
        remember(invite);
    }

    public IncomingInvite incoming() {
        return invite;
    }

    /** The INVITE as it arrived. */
    public SipMessage invite() {
        return invite.invite();
    }

    /** Sends 180. */
    public void ring() {
        invite.respond(180);
    }

    /** Sends 200, repeated until the ACK arrives. */
    public void answer() {
        invite.answer();
    }

    /** Sends 486. */
    public void busy() {
        invite.reject(486);
    }

    /** Sends 603. */
    public void decline() {
        invite.reject(603);
    }

    public void reject(int status) {
        invite.reject(status);
    }

    /** Waits for the ACK to the final answer. */
    public SipMessage awaitAck() {
        return invite.awaitAck();
    }

    /** Waits for the CANCEL, which has been answered by then, and so has the INVITE with 487. */
    public SipMessage awaitCancel() {
        return invite.awaitCancel();
    }
}
