package org.calliope.ims.container.message;

import org.mobicents.javax.servlet.sip.ResponseType;
import org.mobicents.servlet.sip.core.session.MobicentsSipApplicationSession;
import org.mobicents.servlet.sip.proxy.ProxyBranchTimerTask;

/** Timer C of a branch, RFC 3261 16.6 11. It leaves its timer when it is cancelled, and not only when its time has come. */
public final class BranchTimer extends ProxyBranchTimerTask {

    private Runnable leaving;

    BranchTimer(ApplicationBranch branch, MobicentsSipApplicationSession session) {
        super(branch, ResponseType.FINAL, session);
    }

    /** @param leaving takes it from where it waits */
    public synchronized void waits(Runnable leaving) {
        this.leaving = leaving;
    }

    @Override
    public synchronized boolean cancel() {
        if (leaving != null) {
            leaving.run();
            leaving = null;
        }
        return super.cancel();
    }
}
