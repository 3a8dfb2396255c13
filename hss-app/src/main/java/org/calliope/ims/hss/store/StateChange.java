package org.calliope.ims.hss.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a procedure decided to change: the subscription's S-CSCF, states of sets, shares of private identities.
 * Holds only if the subscription is still as the procedure saw it. Built and applied by one thread.
 */
public final class StateChange {

    record SetState(long setId, RegistrationState state) { }

    record Share(long memberId, boolean registered, boolean authPending) { }

    private final long subscriptionId;
    private final int seenVersion;
    private String serverName;
    private boolean serverNameChanged;
    private final List<SetState> states = new ArrayList<>();
    private final List<Share> shares = new ArrayList<>();
    private final List<Long> released = new ArrayList<>();

    /** A change of the subscription this situation belongs to; nothing yet. */
    public StateChange(Situation seen) {
        this.subscriptionId = seen.subscriptionId();
        this.seenVersion = seen.version();
        this.serverName = seen.serverName().orElse(null);
    }

    /** Assigns the S-CSCF; no change when it is the one assigned. */
    public StateChange assign(String server) {
        serverNameChanged |= !server.equals(serverName);
        serverName = server;
        return this;
    }

    /** Takes the S-CSCF away. */
    public StateChange clearServer() {
        serverNameChanged |= serverName != null;
        serverName = null;
        return this;
    }

    /** Moves the situation's set to the state; no change when it is there. */
    public StateChange state(Situation of, RegistrationState state) {
        if (of.state() != state) {
            states.add(new SetState(of.setId(), state));
        }
        return this;
    }

    /** Notes the asking private identity's share in the situation's set; no change when it is so. */
    public StateChange share(Situation of, boolean registered, boolean authPending) {
        if (of.memberRegistered() != registered || of.authPending() != authPending) {
            shares.add(new Share(of.memberId(), registered, authPending));
        }
        return this;
    }

    /** Nobody has the set registered any more, and nobody is authenticating for it. */
    public StateChange releaseAll(Situation of) {
        released.add(of.setId());
        return this;
    }

    /** True when the store already says all this, so that nothing is written. */
    public boolean empty() {
        return !serverNameChanged && states.isEmpty() && shares.isEmpty() && released.isEmpty();
    }

    /** Whether a set's state or the S-CSCF changes, which others may want to hear of. */
    boolean moves() {
        return serverNameChanged || !states.isEmpty();
    }

    long subscriptionId() {
        return subscriptionId;
    }

    int seenVersion() {
        return seenVersion;
    }

    Optional<String> serverName() {
        return Optional.ofNullable(serverName);
    }

    List<SetState> states() {
        return states;
    }

    List<Share> shares() {
        return shares;
    }

    List<Long> released() {
        return released;
    }
}
