package org.calliope.ims.testkit;

import org.calliope.ims.testkit.wire.SipMessage;

/** A call from the caller's side; made by {@link UserAgent#call}. */
public final class Call extends CallLeg {
    private final OutgoingInvite invite;

    Call(Outbound outbound, Dialog dialog, OutgoingInvite invite) {
        super(outbound, dialog);
        this.invite = invite;
    }

    public OutgoingInvite outgoing() {
        return invite;
    }

    /** The INVITE as it was sent. */
    public SipMessage invite() {
        return invite.invite();
    }

    /** Waits for 180. */
    public SipMessage awaitRinging() {
        return invite.awaitProvisional(180);
    }

    /** Waits for the 200 and acknowledges it. */
    public SipMessage awaitAnswer() {
        return invite.awaitAnswer();
    }

    /** Waits for a final answer with this status. */
    public SipMessage expect(int status) {
        return invite.expect(status);
    }

    /** Gives up: CANCEL, its 200, and the 487 to the INVITE (RFC 3261 9.1). */
    public SipMessage cancel() {
        invite.cancel();
        return invite.expect(487);
    }
}
