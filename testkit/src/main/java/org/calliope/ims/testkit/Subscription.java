package org.calliope.ims.testkit;

import java.util.List;
import org.calliope.ims.testkit.wire.SipMessage;

/**
 * A subscription from the subscriber's side (RFC 6665 4.1); made by {@link UserAgent#subscribe}. NOTIFYs are answered by
 * themselves, with 200 unless the script says otherwise. Any thread.
 */
public final class Subscription implements DialogUsage {
    private final Outbound outbound;
    private final Dialog dialog;
    private final SipMessage subscribe;
    private final ClientTransaction transaction;
    private final Inbox<SipMessage> notifies = new Inbox<>();
    private volatile int answer = 200;

    Subscription(Outbound outbound, SipMessage subscribe) {
        this.outbound = outbound;
        this.dialog = Dialog.calling(subscribe);
        this.subscribe = subscribe;
        this.transaction = outbound.prepare(subscribe, dialog::learn);
    }

    Subscription begin() {
        transaction.start();
        return this;
    }

    @Override
    public Dialog dialog() {
        return dialog;
    }

    /** Waits for the final answer to the SUBSCRIBE and fails unless it has this status. */
    public SipMessage expect(int status) {
        return transaction.expect(status);
    }

    /** Sends SUBSCRIBE within the dialog; 0 seconds end the subscription. */
    public ClientTransaction again(int expires) {
        return outbound.send(dialog.request("SUBSCRIBE").with("Event", subscribe.required("Event"))
                .with("Expires", Integer.toString(expires)).with("Contact", outbound.contact()));
    }

    /** From now on NOTIFYs are answered with this status. */
    public Subscription answering(int status) {
        answer = status;
        return this;
    }

    /** Waits for the next NOTIFY, which has been answered by then. */
    public SipMessage awaitNotify() {
        return notifies.take(notify -> true, outbound.layer().patience())
                .orElseThrow(() -> outbound.layer().failure("no NOTIFY within " + dialog.callId()));
    }

    /** The NOTIFYs that have arrived and were not taken by {@link #awaitNotify}. */
    public List<SipMessage> notifies() {
        return notifies.all();
    }

    @Override
    public void arrived(ServerTransaction arrived) {
        if (arrived.request().is("NOTIFY")) {
            arrived.respond(answer);
            notifies.add(arrived.request());
        } else {
            arrived.respond(405);
        }
    }
}
