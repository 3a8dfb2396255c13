package org.calliope.ims.testkit;

import org.calliope.ims.testkit.wire.SipMessage;

/** What a dialog is for (RFC 5057 2): a call or a subscription, to which the requests within the dialog belong. */
interface DialogUsage {

    Dialog dialog();

    /** A request within the dialog arrived; called on the thread that read it. */
    void arrived(ServerTransaction transaction);

    /** An ACK within the dialog arrived. */
    default void acknowledged(SipMessage ack) {
        // only a call has any
    }

    /** A CANCEL of an INVITE arrived, of this dialog or another. */
    default void cancelled(ServerTransaction invite, SipMessage cancel) {
        // only a call has any
    }
}
