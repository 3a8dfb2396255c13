package org.calliope.ims.hss.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.calliope.ims.cx.DeregistrationReason;

/**
 * What a procedure decided to change: the subscription's S-CSCF, states of sets, shares of private identities, a
 * sequence number, and what the S-CSCF hears of it. Holds only if the subscription is still as the procedure saw it.
 * Built and applied by one thread.
 */
public final class StateChange {

    record SetState(Situation of, RegistrationState state) { }

    record Share(long memberId, boolean registered, boolean authPending) { }

    /** SQN_HE goes to {@code last}, if it still is what was seen. */
    record Sequence(long userId, SequenceNumber was, long last) {

        /** Whether the database has given it out already. */
        boolean setAside() {
            return last > was.value() && last <= was.kept();
        }
    }

    private final Situation seen;
    private final String why;
    private Optional<Serving> server;
    private boolean reassignment;
    private final List<SetState> states = new ArrayList<>();
    private final List<Share> shares = new ArrayList<>();
    private final List<Long> released = new ArrayList<>();
    private final List<Push> pushes = new ArrayList<>();
    private Optional<Sequence> sequence = Optional.empty();

    /**
     * A change of the subscription this situation belongs to; nothing yet.
     *
     * @param why what the registration history says it came of
     */
    public StateChange(Situation seen, String why) {
        this.seen = seen;
        this.why = why;
        this.server = seen.server();
        this.reassignment = seen.reassignmentPending();
    }

    /** Assigns the S-CSCF, which ends a reassignment; no change when it is the one assigned. */
    public StateChange assign(Serving by) {
        server = Optional.of(by);
        reassignment = false;
        return this;
    }

    /** Takes the S-CSCF away. */
    public StateChange clearServer() {
        server = Optional.empty();
        reassignment = false;
        return this;
    }

    /** Another S-CSCF than the assigned one may take over. */
    public StateChange allowReassignment() {
        reassignment = server.isPresent();
        return this;
    }

    /** Moves the situation's set to the state; no change when it is there. */
    public StateChange state(Situation of, RegistrationState state) {
        if (of.state() != state) {
            states.add(new SetState(of, state));
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

    /** The asking private identity's vectors used the sequence numbers up to this one (TS 33.102 6.3.2). */
    public StateChange sequence(Situation of, SequenceNumber was, long last) {
        sequence = Optional.of(new Sequence(of.userId(), was, last));
        return this;
    }

    /** Tells the S-CSCF that was assigned that a private identity is no longer its. */
    public StateChange tell(String userName, DeregistrationReason reason) {
        seen.server().filter(old -> !old.host().isEmpty()).ifPresent(old ->
                pushes.add(Push.termination(old, userName, List.of(), List.of(), reason)));
        return this;
    }

    /** True when the store already says all this, so that nothing is written. */
    public boolean empty() {
        return sequenceOnly() && sequence.isEmpty();
    }

    /** Whether a set's state or the S-CSCF changes, which others may want to hear of. */
    boolean moves() {
        return !states.isEmpty() || !server.equals(seen.server());
    }

    /** Whether nothing but the sequence number changes, which has a row of its own. */
    boolean sequenceOnly() {
        return server.equals(seen.server()) && reassignment == seen.reassignmentPending() && states.isEmpty()
                && shares.isEmpty() && released.isEmpty() && pushes.isEmpty();
    }

    Situation seen() {
        return seen;
    }

    String why() {
        return why;
    }

    Optional<Serving> server() {
        return server;
    }

    boolean reassignment() {
        return reassignment;
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

    List<Push> pushes() {
        return pushes;
    }

    Optional<Sequence> sequence() {
        return sequence;
    }

    /** The sequence number, when the database has to know of it. */
    Optional<Sequence> sequenceToKeep() {
        return sequence.filter(number -> !number.setAside());
    }
}
