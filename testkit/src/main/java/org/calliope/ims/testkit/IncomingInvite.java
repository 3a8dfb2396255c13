package org.calliope.ims.testkit;

import org.calliope.ims.testkit.wire.SipMessage;

/** An INVITE that arrived, first or within a dialog, and this side's part of it (RFC 3261 13.3, 14.2). */
public final class IncomingInvite {
    private final Outbound outbound;
    private final ServerTransaction transaction;
    private final Inbox<SipMessage> cancels = new Inbox<>();

    IncomingInvite(Outbound outbound, ServerTransaction transaction) {
        this.outbound = outbound;
        this.transaction = transaction;
        transaction.respond(100);
    }

    public SipMessage invite() {
        return transaction.request();
    }

    public ServerTransaction transaction() {
        return transaction;
    }

    /** An answer that makes or keeps the dialog: with Record-Route and Contact. To be sent on {@link #transaction}. */
    public SipMessage prepare(int status) {
        SipMessage response = transaction.prepare(status);
        for (String recorded : invite().list("Record-Route")) {
            response = response.with("Record-Route", recorded);
        }
        if (status < 300) {
            response = response.with("Contact", outbound.contact());
        }
        return response;
    }

    /** Sends {@link #prepare}, a 2xx with a session description. */
    public void respond(int status) {
        SipMessage response = prepare(status);
        transaction.respond(status >= 200 && status < 300 ? response.withBody("application/sdp", outbound.sdp()) : response);
    }

    /** 200 with a session description; it is repeated until the ACK arrives. */
    public void answer() {
        respond(200);
    }

    public void reject(int status) {
        respond(status);
    }

    /** Waits for the ACK to the final answer. */
    public SipMessage awaitAck() {
        return transaction.awaitAck();
    }

    /** Waits for a CANCEL. It has been answered by then: 200 to the CANCEL, 487 to the INVITE (RFC 3261 9.2). */
    public SipMessage awaitCancel() {
        return cancels.find(cancel -> true, outbound.layer().patience())
                .orElseThrow(() -> outbound.layer().failure("no CANCEL for INVITE " + invite().requestUri()));
    }

    void acknowledged(SipMessage ack) {
        transaction.acknowledge(ack);
    }

    void cancelled(SipMessage cancel) {
        if (!transaction.finished()) {
            respond(487);
        }
        cancels.add(cancel);
    }
}
