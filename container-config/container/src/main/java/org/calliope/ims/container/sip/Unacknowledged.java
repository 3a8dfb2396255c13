package org.calliope.ims.container.sip;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import javax.servlet.sip.SipErrorEvent;
import javax.servlet.sip.SipSession.State;
import javax.sip.Dialog;
import javax.sip.DialogState;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.mobicents.servlet.sip.core.SipContext;
import org.mobicents.servlet.sip.core.session.MobicentsSipApplicationSession;
import org.mobicents.servlet.sip.core.session.MobicentsSipSession;
import org.mobicents.servlet.sip.message.SipServletRequestImpl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is to happen when the peer acknowledges nothing, and the application that its SipErrorListener tells of it does
 * nothing either, or has none. Any thread.
 */
final class Unacknowledged {

    private static final Logger LOG = LoggerFactory.getLogger(Unacknowledged.class);
    private static final long SETTLED_MILLIS = 100;
    private static final long AGAIN_MILLIS = 1_000;

    private final CallLocks calls;
    private final Dispatcher dispatcher;

    Unacknowledged(CallLocks calls, Dispatcher dispatcher) {
        this.calls = calls;
        this.dispatcher = dispatcher;
    }

    /**
     * RFC 3261 13.3.1.4: a dialog without an ACK ends with a BYE, which the core sends for applications without a
     * listener only. When it can not be sent, the session is over.
     *
     * @param session null when it is over already
     */
    void hangUpSoon(MobicentsSipSession session, Dialog dialog) {
        if (session != null) {
            after(SETTLED_MILLIS, session.getCallId(), () -> hangUp(session, dialog));
        }
    }

    private void after(long millis, String callId, Runnable work) {
        dispatcher.getAsynchronousScheduledExecutor().schedule(() -> calls.hold(callId, work), millis, TimeUnit.MILLISECONDS);
    }

    private void hangUp(MobicentsSipSession session, Dialog dialog) {
        if (!session.isValidInternal()) {
            return;
        }
        // its INVITE's, which is about to end, or the BYE of an application that hangs up itself
        if (!session.getOngoingTransactions().isEmpty()) {
            after(AGAIN_MILLIS, session.getCallId(), () -> hangUp(session, dialog));
            return;
        }
        if (dialog.getState() == DialogState.TERMINATED || !sendsBye(session)) {
            session.setState(State.TERMINATED);
            dispatcher.end(session);
        }
    }

    private static boolean sendsBye(MobicentsSipSession session) {
        try {
            session.createRequest(Request.BYE).send();
            return true;
        } catch (IOException | IllegalStateException | IllegalArgumentException e) {
            LOG.debug("no BYE to end a dialog without an ACK: {}", e.toString());
            return false;
        }
    }

    /**
     * RFC 3262 3: an INVITE whose reliable response gets no PRACK is refused with a 5xx. The core would take its transaction
     * for over, which the refusal needs.
     */
    void noPrack(SipServletRequestImpl invite) {
        dispatcher.getAsynchronousExecutor().execute(() -> calls.hold(invite.getCallId(), () -> tell(invite)));
        after(AGAIN_MILLIS, invite.getCallId(), () -> refuse(invite));
    }

    /** JSR 289 8.1. */
    private static void tell(SipServletRequestImpl invite) {
        MobicentsSipSession session = invite.getSipSession();
        if (!session.isValidInternal()) {
            return;
        }
        MobicentsSipApplicationSession application = session.getSipApplicationSession();
        SipContext context = application.getSipContext();
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        SipErrorEvent event = new SipErrorEvent(invite, invite.getLastInformationalResponse());
        context.enterSipApp(application, session, false, true);
        context.enterSipContext();
        try {
            context.getListeners().getSipErrorListeners().forEach(listener -> listener.noPrackReceived(event));
        } catch (RuntimeException e) {
            // the application's edge: what it has not done is done in its place
            LOG.error("a SipErrorListener failed", e);
        } finally {
            context.exitSipContext(before);
            context.exitSipApp(application, session);
        }
    }

    private static void refuse(SipServletRequestImpl invite) {
        if (!invite.getSipSession().isValidInternal() || invite.isCommitted()) {
            return;
        }
        try {
            invite.createResponse(Response.SERVER_INTERNAL_ERROR, "No PRACK").send();
        } catch (IOException | IllegalStateException e) {
            LOG.debug("an INVITE without a PRACK is not refused: {}", e.toString());
        }
    }
}
