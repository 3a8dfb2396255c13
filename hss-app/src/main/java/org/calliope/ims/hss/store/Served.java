package org.calliope.ims.hss.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.calliope.ims.cx.DeregistrationReason;

/**
 * A subscription as its S-CSCF knows it.
 *
 * @param server   which that is
 * @param users    private identities, those that have registered a set first
 * @param sets     the sets that are registered or served unregistered
 * @param setOf    of each public identity of those its set
 * @param active   private identities that have registered a set
 */
record Served(Serving server, List<String> users, Set<Long> sets, Map<String, Long> setOf, Set<String> active) {

    /** Empty when no S-CSCF is assigned or its Diameter identity is not known. */
    static Optional<Served> of(Connection connection, String subscription) throws SQLException {
        Long id;
        Serving server;
        try (PreparedStatement select = connection.prepareStatement("select id, server_name, server_host, server_realm,"
                + " server_features from ims_subscription where name = ?")) {
            select.setString(1, subscription);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next() || row.getString(2) == null || row.getString(3) == null || row.getString(3).isEmpty()) {
                    return Optional.empty();
                }
                id = row.getLong(1);
                server = new Serving(row.getString(2), row.getString(3), row.getString(4), row.getLong(5));
            }
        }
        Map<String, Long> setOf = setsOf(connection, id);
        Set<String> active = new LinkedHashSet<>(Columns.texts(connection, """
                select u.identity from set_member m join private_identity u on u.id = m.private_identity_id
                where u.subscription_id = ? and m.registered = true order by u.id""", id));
        Set<String> users = new LinkedHashSet<>(active);
        users.addAll(Columns.texts(connection,
                "select identity from private_identity where subscription_id = ? order by id", id));
        return Optional.of(new Served(server, List.copyOf(users), new LinkedHashSet<>(setOf.values()), setOf, active));
    }

    private static Map<String, Long> setsOf(Connection connection, Long id) throws SQLException {
        Map<String, Long> setOf = new LinkedHashMap<>();
        try (PreparedStatement select = connection.prepareStatement("""
                select p.identity, i.id from public_identity p join implicit_set i on i.id = p.set_id
                where i.subscription_id = ? and i.state <> 'NOT_REGISTERED' order by i.id, p.place""")) {
            select.setLong(1, id);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    setOf.put(row.getString(1), row.getLong(2));
                }
            }
        }
        return setOf;
    }

    /** An RTR for all of it; of a service, which has no private identity, for its public ones. */
    Push termination(DeregistrationReason reason) {
        return users.isEmpty() ? termination(List.copyOf(setOf.keySet()), reason)
                : Push.termination(server, users.get(0), users.subList(1, users.size()), List.of(), reason);
    }

    /** An RTR for some of its public identities. */
    Push termination(List<String> identities, DeregistrationReason reason) {
        String first = identities.get(0);
        return users.isEmpty()
                ? Push.termination(server, first.substring(first.indexOf(':') + 1), List.of(), identities, reason)
                : Push.termination(server, users.get(0), users.subList(1, users.size()), identities, reason);
    }

    /** A PPR for each set. */
    List<Push> profiles() {
        List<Push> all = new ArrayList<>();
        sets.forEach(set -> all.add(Push.profile(set, server)));
        return all;
    }
}
