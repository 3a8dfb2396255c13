package org.calliope.ims.hss.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How registrations moved: written with each change of a state, never with a refresh, and bounded for each set. Safe
 * for any thread; blocks on SQL.
 */
public final class RegistrationHistory {

    /** Events that are kept of a set. */
    public static final int KEPT = 20;

    private static final int AT_ONCE = 500;
    private static final String SELECT = """
            select at, set_id, identity, from_state, to_state, server_name, why from registration_event
            """;

    private final Database database;

    /** Over an open database. */
    public RegistrationHistory(Database database) {
        this.database = database;
    }

    /** Of the sets of a subscription, newest first, up to 200. */
    public List<RegistrationEvent> of(String subscription, int limit) {
        return database.query(connection -> select(connection, """
                where set_id in (select i.id from implicit_set i join ims_subscription s on s.id = i.subscription_id
                    where s.name = ?) order by id desc limit ?""", subscription, limit));
    }

    /** Of all, newest first. */
    public List<RegistrationEvent> latest(int limit) {
        return database.query(connection -> select(connection, "order by id desc limit ?", limit));
    }

    private static List<RegistrationEvent> select(Connection connection, String condition, Object... values)
            throws SQLException {
        List<RegistrationEvent> found = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(SELECT + condition)) {
            StateWriter.set(select, values);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    int at = 0;
                    found.add(new RegistrationEvent(Instant.ofEpochMilli(row.getLong(++at)), row.getLong(++at),
                            row.getString(++at), RegistrationState.valueOf(row.getString(++at)),
                            RegistrationState.valueOf(row.getString(++at)), row.getString(++at), row.getString(++at)));
                }
            }
        }
        return found;
    }

    /** Removes what is beyond the newest of some sets, and what is of sets that are gone; for the background. */
    public void sweep() {
        List<String> full = database.query(connection -> RegistrationStore.texts(connection,
                "select set_id from registration_event group by set_id having count(*) > " + KEPT + " limit "
                        + AT_ONCE));
        for (String set : full) {
            database.query(connection -> {
                List<String> oldest = RegistrationStore.texts(connection, "select id from registration_event where"
                        + " set_id = ? order by id desc limit 1 offset " + (KEPT - 1), Long.valueOf(set));
                return oldest.isEmpty() ? 0 : StateWriter.update(connection,
                        "delete from registration_event where set_id = ? and id < ?", Long.valueOf(set),
                        Long.valueOf(oldest.get(0)));
            });
        }
        database.query(connection -> StateWriter.update(connection, "delete from registration_event where set_id not in"
                + " (select id from implicit_set)"));
    }
}
