package org.calliope.ims.container.context;

import org.mobicents.servlet.sip.core.SipContext;
import org.mobicents.servlet.sip.core.session.ConvergedSession;
import org.mobicents.servlet.sip.core.session.MobicentsSipSession;
import org.mobicents.servlet.sip.core.session.SipApplicationSessionEventType;
import org.mobicents.servlet.sip.core.session.SipApplicationSessionImpl;
import org.mobicents.servlet.sip.core.session.SipApplicationSessionKey;

/**
 * An application session that does not end when it is ready to while a request is on its way into it by its key (JSR 289
 * 15.11): the core looks, tells the listeners, and ends it with whatever has come in meanwhile. Any thread.
 */
final class JoinableSession extends SipApplicationSessionImpl {

    private int joining;
    private boolean over;

    JoinableSession(SipApplicationSessionKey key, SipContext context) {
        super(key, context);
    }

    /** @return false when it is too late: another one is to take its place; {@link #joined} is to follow else */
    synchronized boolean join() {
        if (!over) {
            joining++;
        }
        return !over;
    }

    /** The request has a session of its own in it now, or never will. */
    void joined() {
        synchronized (this) {
            joining--;
        }
        tryToInvalidate();
    }

    synchronized boolean isOver() {
        return over;
    }

    /** 6.1.2.2.2: once all that belongs to it has ended; a listener may have taken its invalidate-when-ready away. */
    @Override
    public void tryToInvalidate() {
        if (!hasEnded()) {
            return;
        }
        notifySipApplicationSessionListeners(SipApplicationSessionEventType.READYTOINVALIDATE);
        synchronized (this) {
            if (over || joining > 0 || !invalidateWhenReady) {
                return;
            }
            over = true;
        }
        invalidate(true);
    }

    private synchronized boolean hasEnded() {
        return !over && joining == 0 && isValidInternal() && readyToInvalidate && invalidateWhenReady
            && getSipSessions(true).stream().noneMatch(MobicentsSipSession::isValidInternal)
            && getHttpSessions().stream().noneMatch(session -> ((ConvergedSession) session).isValidIntern());
    }

    @Override
    public void invalidate(boolean bypassCheck) {
        synchronized (this) {
            over = true;
        }
        super.invalidate(bypassCheck);
    }
}
