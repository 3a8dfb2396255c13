package org.calliope.ims.hss.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How registrations moved: written with each change of a state, never with a refresh, bounded for each set, and gone
 * with it. Any thread; blocks on SQL.
 */
public final class RegistrationHistory {

    /** Events that are kept of a set. */
    public static final int KEPT = 20;

    private static final int AT_ONCE = 1_000;
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

    /** Keeps it bounded, from now on; one thread. */
    public Sweeper sweeper() {
        return new Sweeper();
    }

    /** Of one thread. */
    public final class Sweeper {

        /** The last event whose set was looked at. A set that has not moved since needs no look. */
        private long swept = newest();

        private Sweeper() {
        }

        private long newest() {
            return database.query(connection -> {
                try (PreparedStatement select = connection.prepareStatement("select max(id) from registration_event");
                        ResultSet row = select.executeQuery()) {
                    row.next();
                    return row.getLong(1);
                }
            });
        }

        /** Removes what is beyond the newest of the sets that have moved since the last time. */
        public void sweep() {
            long newest = newest();
            while (swept < newest) {
                long upTo = Math.min(newest, swept + AT_ONCE);
                List<String> full = database.query(connection -> Columns.texts(connection, "select set_id"
                        + " from registration_event where set_id in (select set_id from registration_event where id > ?"
                        + " and id <= ?) group by set_id having count(*) > " + KEPT, swept, upTo));
                full.forEach(set -> trim(Long.valueOf(set)));
                swept = upTo;
            }
        }

        private void trim(Long set) {
            database.query(connection -> {
                List<String> oldest = Columns.texts(connection, "select id from registration_event where"
                        + " set_id = ? order by id desc limit 1 offset " + (KEPT - 1), set);
                return oldest.isEmpty() ? 0 : StateWriter.update(connection,
                        "delete from registration_event where set_id = ? and id < ?", set, Long.valueOf(oldest.get(0)));
            });
        }
    }
}
