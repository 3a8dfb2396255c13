package org.calliope.ims.hss.store;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

import org.calliope.ims.node.LockOuts;
import org.calliope.ims.node.LockOuts.LockOut;
import org.calliope.ims.node.LockOuts.Subject;

/** Who may not register at this node's S-CSCF for a while, as people see and lift it. Any thread. */
public final class LockedOut {

    private final LockOuts lockOuts;
    private final Provisioning provisioning;
    private final Clock clock;

    /** @param provisioning keeps the audit log */
    public LockedOut(LockOuts lockOuts, Provisioning provisioning, Clock clock) {
        this.lockOuts = lockOuts;
        this.provisioning = provisioning;
        this.clock = clock;
    }

    /** The newest first. */
    public List<LockOut> list() {
        return lockOuts.list(clock.instant());
    }

    public Instant now() {
        return clock.instant();
    }

    /** @return whether it was locked out; the audit log says who lifted it */
    public boolean lift(Subject subject, Actor actor) {
        boolean lifted = lockOuts.lift(subject, clock.instant());
        if (lifted) {
            provisioning.note("lifts the lock-out of " + subject.words(), actor);
        }
        return lifted;
    }
}
