package org.calliope.ims.hss.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What is still to be told: RTR and PPR to S-CSCFs, PNR to application servers. Safe for any thread; blocks on SQL. */
public final class Waiting {

    /** Shown at once at most. */
    public static final int MOST = 1_000;

    private static final String PUSHES = """
            select p.kind, coalesce(s.name, t.name, ''), coalesce((select min(m.identity) from public_identity m
                where m.set_id = p.set_id and m.place = 0), nullif(p.identities, ''), p.user_name), p.server_host,
                p.attempts, p.created, p.due, p.last_error
            from push p left join implicit_set i on i.id = p.set_id
            left join ims_subscription s on s.id = i.subscription_id
            left join private_identity u on u.identity = p.user_name
            left join ims_subscription t on t.id = u.subscription_id
            """;
    private static final String WATCHES = """
            select 'NOTIFICATION', coalesce(s.name, ''), w.identity, w.host, w.attempts, w.pending_since, w.pending_at, ''
            from sh_watch w left join ims_subscription s on s.id = w.subscription_id
            where w.pending_at is not null and (w.expiry is null or w.expiry > ?)
            """;

    private final Database database;
    private final Clock clock;

    /** Over an open database. */
    public Waiting(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Everything, longest waiting first.
     *
     * @param limit 1..{@link #MOST}
     */
    public List<Untold> all(int limit) {
        return database.query(connection -> oldest(limit,
                select(connection, PUSHES + " order by p.id limit ?", limit),
                select(connection, WATCHES + " order by w.pending_since, w.id limit ?", clock.millis(), limit)));
    }

    /** What is about a subscription, longest waiting first. */
    public List<Untold> of(String subscription, int limit) {
        return database.query(connection -> oldest(limit,
                select(connection, PUSHES + " where s.name = ? or t.name = ? order by p.id limit ?", subscription,
                        subscription, limit),
                select(connection, WATCHES + " and s.name = ? order by w.pending_since, w.id limit ?", clock.millis(),
                        subscription, limit)));
    }

    /** How many there are. */
    public long count() {
        return database.query(connection -> Pushes.count(connection) + Columns.count(connection,
                "select count(*) from sh_watch where pending_at is not null and (expiry is null or expiry > ?)",
                clock.millis()));
    }

    private static List<Untold> oldest(int limit, List<Untold> some, List<Untold> others) {
        List<Untold> all = new ArrayList<>(some);
        all.addAll(others);
        all.sort(Comparator.comparing(Untold::since));
        return List.copyOf(all.subList(0, Math.min(limit, all.size())));
    }

    private static List<Untold> select(Connection connection, String sql, Object... values) throws SQLException {
        List<Untold> found = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            StateWriter.set(select, values);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    int at = 0;
                    found.add(new Untold(Untold.Kind.valueOf(row.getString(++at)), row.getString(++at),
                            row.getString(++at), row.getString(++at), row.getInt(++at),
                            Instant.ofEpochMilli(row.getLong(++at)), Instant.ofEpochMilli(row.getLong(++at)),
                            row.getString(++at)));
                }
            }
        }
        return found;
    }
}
