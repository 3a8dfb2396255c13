package org.calliope.ims.hss.cx;

import java.util.List;

import org.calliope.ims.hss.store.RegistrationState;
import org.calliope.ims.hss.store.RegistrationStore;
import org.calliope.ims.hss.store.Situation;
import org.calliope.ims.hss.store.StateChange;

/** How sets of one subscription end being registered, at the S-CSCF's word or at the HSS's. */
final class Deregistration {

    private final RegistrationStore store;

    Deregistration(RegistrationStore store) {
        this.store = store;
    }

    /**
     * TS 29.228 6.1.2.1 step 5.
     *
     * @param sets   one or more of one subscription
     * @param forOne only the private identity that the sets are seen with leaves; else all do
     * @param keep   the S-CSCF stays assigned
     * @param why    what the history says it came of
     * @return false when it was overtaken
     */
    boolean attempt(List<Situation> sets, boolean forOne, boolean keep, String why, Findings findings) {
        StateChange change = new StateChange(sets.get(0), why);
        boolean stillUsed = false;
        for (Situation set : sets) {
            stillUsed |= leave(set, forOne, keep, change, findings);
        }
        if (!stillUsed && !store.serverHeldElsewhere(sets.get(0), sets.stream().map(Situation::setId).toList())) {
            change.clearServer();
        }
        return store.commit(change);
    }

    /** One set is de-registered; true when the S-CSCF stays assigned because of it. */
    private boolean leave(Situation set, boolean forOne, boolean keep, StateChange change, Findings findings) {
        if (forOne) {
            change.share(set, false, false);
        } else {
            change.releaseAll(set);
        }
        long others = forOne ? set.registeredMembers() - (set.memberRegistered() ? 1 : 0) : 0;
        if (others > 0) {
            // registered with more private identities than this one: the state stays
            findings.with("still registered by", others + " other private identities");
            return true;
        }
        boolean kept = keep && set.state() != RegistrationState.NOT_REGISTERED;
        RegistrationState after = kept ? RegistrationState.UNREGISTERED : RegistrationState.NOT_REGISTERED;
        change.state(set, after);
        findings.with("state", set.state() == after ? after : set.state() + " to " + after);
        return kept || forOne && store.othersAuthenticating(set);
    }
}
