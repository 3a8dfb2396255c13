package org.calliope.ims.testkit;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.calliope.ims.testkit.wire.SipMessage;

/**
 * One side of a call. Requests within the dialog are answered by themselves (BYE, INFO, UPDATE, OPTIONS, MESSAGE with
 * 200), except a re-INVITE, which the script answers.
 */
public abstract sealed class CallLeg implements DialogUsage permits Call, IncomingCall {
    private final Outbound outbound;
    private final Dialog dialog;
    private final Inbox<ServerTransaction> requests = new Inbox<>();
    private final Inbox<IncomingInvite> reinvites = new Inbox<>();
    private final List<IncomingInvite> invites = new CopyOnWriteArrayList<>();
    private volatile UnaryOperator<String> description = offer -> "";
    private volatile String refused = "";
    private volatile int refusal;

    CallLeg(Outbound outbound, Dialog dialog) {
        this.outbound = outbound;
        this.dialog = dialog;
    }

    final Outbound outbound() {
        return outbound;
    }

    final void remember(IncomingInvite invite) {
        invites.add(invite);
    }

    @Override
    public final Dialog dialog() {
        return dialog;
    }

    public final String callId() {
        return dialog.callId();
    }

    /** From now on a session description in a request other than INVITE is answered with this one. */
    public final void describing(UnaryOperator<String> answer) {
        description = answer;
    }

    /** From now on requests of this method within the dialog are refused. */
    public final void refusing(String method, int status) {
        refused = method;
        refusal = status;
    }

    /** Sends BYE and waits for its 200. */
    public final void hangUp() {
        send("BYE").expect(200);
    }

    /** Waits for the BYE of the other side, which has been answered with 200 by then. */
    public final SipMessage awaitBye() {
        return awaitRequest("BYE");
    }

    /** Waits for a request within the dialog other than INVITE. */
    public final SipMessage awaitRequest(String method) {
        return requests.take(t -> t.request().is(method), outbound.layer().patience())
                .map(ServerTransaction::request)
                .orElseThrow(() -> outbound.layer().failure("no " + method + " within the call " + callId()));
    }

    /** Sends a request within the dialog and gives its transaction to await the answer on. */
    public final ClientTransaction send(String method) {
        return send(prepare(method));
    }

    /** A request within the dialog to fill in before {@link #send(SipMessage)}. */
    public final SipMessage prepare(String method) {
        return dialog.request(method);
    }

    public final ClientTransaction send(SipMessage request) {
        return outbound.send(request);
    }

    /** Sends a re-INVITE with a new session description (RFC 3261 14.1). */
    public final OutgoingInvite reinvite() {
        SipMessage invite = dialog.request("INVITE").with("Contact", outbound.contact())
                .withBody("application/sdp", outbound.sdp());
        return new OutgoingInvite(outbound, dialog, invite, false).begin();
    }

    /** Waits for a re-INVITE; the script answers it. */
    public final IncomingInvite awaitReinvite() {
        return reinvites.take(invite -> true, outbound.layer().patience())
                .orElseThrow(() -> outbound.layer().failure("no re-INVITE within the call " + callId()));
    }

    @Override
    public final void arrived(ServerTransaction transaction) {
        SipMessage request = transaction.request();
        if (request.is("INVITE")) {
            dialog.refresh(request);
            IncomingInvite reinvite = new IncomingInvite(outbound, transaction);
            remember(reinvite);
            reinvites.add(reinvite);
            return;
        }
        if (request.is(refused)) {
            transaction.respond(refusal);
            return;
        }
        SipMessage ok = transaction.prepare(200);
        if (request.is("UPDATE")) {
            dialog.refresh(request);
            ok = ok.with("Contact", outbound.contact());
        }
        String answer = request.body().length == 0 ? "" : description.apply(request.bodyText());
        transaction.respond(answer.isEmpty() ? ok : ok.withBody("application/sdp", answer));
        requests.add(transaction);
    }

    @Override
    public final void acknowledged(SipMessage ack) {
        invites.stream().filter(i -> i.invite().cseq() == ack.cseq()).forEach(i -> i.acknowledged(ack));
    }

    @Override
    public final void cancelled(ServerTransaction invite, SipMessage cancel) {
        invites.stream().filter(i -> i.transaction() == invite).forEach(i -> i.cancelled(cancel));
    }
}
