package org.calliope.ims.hss.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;

import org.calliope.ims.aka.SequenceNumbers;

/** The statements that a {@link StateChange} is written with, in its caller's transaction. Any thread. */
final class StateWriter {

    private final Clock clock;
    private final int ahead;

    /** @param ahead SEQ that are set aside with each that is given out */
    StateWriter(Clock clock, int ahead) {
        this.clock = clock;
        this.ahead = ahead;
    }

    /** False when the subscription or the sequence number is no longer as it was seen. */
    boolean write(Connection connection, StateChange change) throws SQLException {
        if (!change.sequenceOnly() && !subscription(connection, change)) {
            return false;
        }
        if (change.sequenceToKeep().isPresent() && !sequence(connection, change.sequenceToKeep().get())) {
            return false;
        }
        for (Long set : change.released()) {
            update(connection, "update set_member set registered = false, auth_pending = false where set_id = ?", set);
        }
        for (StateChange.Share share : change.shares()) {
            update(connection, "update set_member set registered = ?, auth_pending = ? where id = ?",
                    share.registered(), share.authPending(), share.memberId());
        }
        for (StateChange.SetState state : change.states()) {
            update(connection, "update implicit_set set state = ? where id = ?", state.state().name(),
                    state.of().setId());
        }
        remember(connection, change);
        for (Push push : change.pushes()) {
            PushTable.insert(connection, push, Actor.SYSTEM, clock.millis());
        }
        return true;
    }

    // first, because it also locks the row: whoever comes second waits here and then finds another version
    private static boolean subscription(Connection connection, StateChange change) throws SQLException {
        Optional<Serving> server = change.server();
        return update(connection, """
                update ims_subscription set server_name = ?, server_host = ?, server_realm = ?, server_features = ?,
                    reassignment = ?, version = version + 1 where id = ? and version = ?""",
                server.map(Serving::name).orElse(null), server.map(Serving::host).orElse(null),
                server.map(Serving::realm).orElse(null), server.map(Serving::features).orElse(0L),
                change.reassignment(), change.seen().subscriptionId(), change.seen().version()) > 0;
    }

    // compare and set: no two vectors have one SEQ; the row is made at first use, and its key lets only one make it
    private boolean sequence(Connection connection, StateChange.Sequence sequence) throws SQLException {
        return sequence.was().known()
                ? update(connection, "update sequence_number set sqn = ? where private_identity_id = ? and sqn = ?",
                        kept(sequence), sequence.userId(), sequence.was().kept()) > 0
                : update(connection, "insert into sequence_number (private_identity_id, sqn) values (?, ?)",
                        sequence.userId(), kept(sequence)) > 0;
    }

    /** Up to which number the database has them given out then. */
    long kept(StateChange.Sequence sequence) {
        return SequenceNumbers.further(sequence.last(), ahead);
    }

    private void remember(Connection connection, StateChange change) throws SQLException {
        if (change.states().isEmpty()) {
            return;
        }
        String server = change.server().or(() -> change.seen().server()).map(Serving::name).orElse("");
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into registration_event (at, set_id, identity, from_state, to_state, server_name, why)
                values (?, ?, ?, ?, ?, ?, ?)""")) {
            for (StateChange.SetState state : change.states()) {
                set(insert, clock.millis(), state.of().setId(), state.of().identity(), state.of().state().name(),
                        state.state().name(), server, change.why());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    static int update(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, values);
            return statement.executeUpdate();
        }
    }

    static void set(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }
}
