package org.calliope.ims.hss.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import org.calliope.ims.cx.DeregistrationReason;

/** The statements of table {@code push}, in their caller's transaction. */
final class PushTable {

    private static final String SELECT = """
            select id, set_id, stamp, server_host, server_name, user_name, associated, identities, reason, info,
                created, attempts, last_error from push
            """;
    private static final int LONGEST = 255;

    private PushTable() { }

    /** Queues it; a PPR that waits already for the set goes once, with what is newest then. */
    static void insert(Connection connection, Push push, Actor actor, long now) throws SQLException {
        if (push.set().isPresent() && StateWriter.update(connection,
                "update push set stamp = stamp + 1, due = ?, server_host = ?, server_name = ? where set_id = ?",
                now, push.server().host(), push.server().name(), push.set().getAsLong()) > 0) {
            return;
        }
        StateWriter.update(connection, """
                insert into push (kind, set_id, stamp, server_host, server_name, user_name, associated, identities,
                    reason, info, actor, created, due, attempts, last_error)
                values (?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, '')""",
                push.set().isPresent() ? "PROFILE" : "TERMINATION",
                push.set().isPresent() ? (Object) push.set().getAsLong() : null, push.server().host(),
                push.server().name(), push.userName(), String.join(" ", push.associated()),
                String.join(" ", push.identities()), push.reason().map(reason -> reason.code().name()).orElse(""),
                push.reason().map(reason -> cut(reason.info())).orElse(""), cut(actor.name()), now, now);
    }

    static List<Push> select(Connection connection, String condition, Object... values) throws SQLException {
        List<Push> found = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(SELECT + condition)) {
            StateWriter.set(select, values);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.add(push(row));
                }
            }
        }
        return found;
    }

    private static Push push(ResultSet row) throws SQLException {
        long set = row.getLong("set_id");
        OptionalLong of = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(set);
        String reason = row.getString("reason");
        return new Push(row.getLong("id"), of, row.getInt("stamp"),
                new Serving(row.getString("server_name"), row.getString("server_host"), "", 0),
                row.getString("user_name"), NamedShelf.words(row.getString("associated")),
                NamedShelf.words(row.getString("identities")), reason.isEmpty() ? Optional.empty()
                        : Optional.of(new DeregistrationReason(DeregistrationReason.Code.valueOf(reason),
                                row.getString("info"))),
                Instant.ofEpochMilli(row.getLong("created")), row.getInt("attempts"), row.getString("last_error"));
    }

    static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }
}
