package org.calliope.ims.hss.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Changes that concern the registrations of very many. The change itself writes one row; the registrations it concerns
 * are found afterwards, some at a time along the key of their sets, so that no transaction is long and no row of a
 * registration is held up. Since the change is committed by then, whoever registers meanwhile has the new profile
 * already or is found.
 */
final class PushWaves {

    private static final int AT_ONCE = 500;
    /** While so many wait to be sent, no more are looked for. */
    private static final int ENOUGH = 10_000;

    /** Service profiles that a document is part of. */
    private static final Map<String, String> PROFILES = Map.of(
            Kind.SERVICE_PROFILE.path(), "select id from service_profile where name = ?",
            Kind.SHARED_FILTER_SET.path(), """
                    select p.service_profile_id from profile_shared_set p
                    join shared_filter_set h on h.id = p.shared_set_id where h.name = ?""",
            Kind.FILTER_CRITERIA.path(), using("c.name = ?"),
            Kind.APPLICATION_SERVER.path(),
                    using("c.application_server_id in (select id from application_server where name = ?)"));

    private static final String SETS = """
            select i.id, s.server_host, s.server_name from implicit_set i
            join ims_subscription s on s.id = i.subscription_id
            where i.id > ? and i.state <> 'NOT_REGISTERED' and s.server_host <> '' and %s
            order by i.id limit %d""";

    private final Clock clock;

    PushWaves(Clock clock) {
        this.clock = clock;
    }

    private static String using(String condition) {
        return """
                select u.service_profile_id from profile_filter_use u where u.criteria_id in
                    (select c.id from filter_criteria c where %1$s)
                union select p.service_profile_id from profile_shared_set p
                    join shared_filter_use h on h.shared_set_id = p.shared_set_id where h.criteria_id in
                    (select c.id from filter_criteria c where %1$s)""".formatted(condition);
    }

    private record Wave(long id, String kind, String name, long next, Actor actor) { }

    private record Found(long set, Serving server) { }

    /** Puts a changed document in; one that is under way begins anew. */
    static void add(Connection connection, Kind<?> kind, String name, Actor actor, long now) throws SQLException {
        if (StateWriter.update(connection, "update push_wave set next_set = 0 where kind = ? and name = ?",
                kind.path(), name) == 0) {
            StateWriter.update(connection,
                    "insert into push_wave (kind, name, next_set, actor, created) values (?, ?, 0, ?, ?)",
                    kind.path(), name, actor.name(), now);
        }
    }

    /** One piece of the oldest wave; true when there is more to do now. */
    boolean spread(Connection connection) throws SQLException {
        List<Wave> oldest = oldest(connection);
        if (oldest.isEmpty() || Pushes.count(connection) >= ENOUGH) {
            return false;
        }
        Wave wave = oldest.get(0);
        List<Found> found = found(connection, wave);
        for (Found each : found) {
            PushTable.insert(connection, Push.profile(each.set(), each.server()), wave.actor(), clock.millis());
        }
        if (found.size() < AT_ONCE) {
            // not when the document changed again since this piece was read
            StateWriter.update(connection, "delete from push_wave where id = ? and next_set = ?", wave.id(), wave.next());
        } else {
            StateWriter.update(connection, "update push_wave set next_set = ? where id = ? and next_set = ?",
                    found.get(found.size() - 1).set(), wave.id(), wave.next());
        }
        return true;
    }

    private static List<Wave> oldest(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select id, kind, name, next_set, actor from push_wave order by id limit 1");
                ResultSet row = select.executeQuery()) {
            return row.next() ? List.of(new Wave(row.getLong(1), row.getString(2), row.getString(3), row.getLong(4),
                    new Actor(row.getString(5)))) : List.of();
        }
    }

    private static List<Found> found(Connection connection, Wave wave) throws SQLException {
        List<Object> values = new ArrayList<>(List.of(wave.next()));
        String condition;
        if (wave.kind().equals(Kind.CHARGING_SET.path())) {
            condition = "s.charging_set_id in (select id from charging_set where name = ?)";
            values.add(wave.name());
        } else {
            String select = PROFILES.get(wave.kind());
            Object[] names = select.chars().filter(c -> c == '?').mapToObj(c -> wave.name()).toArray();
            List<String> profiles = Columns.texts(connection, select, names);
            if (profiles.isEmpty()) {
                return List.of();
            }
            condition = "exists (select 1 from public_identity p where p.set_id = i.id and p.service_profile_id in ("
                    + "?" + ", ?".repeat(profiles.size() - 1) + "))";
            profiles.forEach(id -> values.add(Long.valueOf(id)));
        }
        List<Found> found = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(SETS.formatted(condition, AT_ONCE))) {
            StateWriter.set(select, values.toArray());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.add(new Found(row.getLong(1), new Serving(row.getString(3), row.getString(2), "", 0)));
                }
            }
        }
        return found;
    }
}
