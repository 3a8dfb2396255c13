package org.calliope.ims.hss.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.calliope.ims.cx.DeregistrationReason;

/**
 * What S-CSCFs are to be told unasked and have not been told yet: RTR (TS 29.228 6.1.3) and PPR (6.2). It is kept in the
 * database, so it outlives a restart; who sends it is {@link org.calliope.ims.hss.cx.PushSender}. Safe for any thread;
 * blocks on SQL.
 */
public final class Pushes {

    /** What waits longer is given up: by then the registration is over at the S-CSCF too. */
    public static final Duration LONGEST_WAIT = Duration.ofDays(1);

    /** Beyond so many nothing more is taken from an administrator. */
    private static final int MOST = 100_000;

    private final Database database;
    private final Clock clock;
    private final AuditLog audit;
    private final PushWaves waves;

    /** Over an open database. */
    public Pushes(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
        this.audit = new AuditLog(database, clock);
        this.waves = new PushWaves(clock);
    }

    /**
     * Ends every registration of a subscription. The state changes when the S-CSCF has answered.
     *
     * @throws Refused when no S-CSCF serves it
     */
    public void terminate(String subscription, DeregistrationReason reason, Actor actor) {
        add("ends the registration of " + subscription + ": " + reason.code() + " " + reason.info(), actor,
                connection -> {
                    Served served = Served.of(connection, subscription).orElseThrow(() -> unserved(subscription));
                    return served.sets().isEmpty() ? List.of() : List.of(served.termination(reason));
                });
    }

    /**
     * Ends the registration of the implicit registration sets of these public identities.
     *
     * @throws Refused when an identity is unknown or no S-CSCF serves it
     */
    public void terminate(List<String> publicIdentities, DeregistrationReason reason, Actor actor) {
        add("ends the registration of " + String.join(", ", publicIdentities) + ": " + reason.code() + " "
                + reason.info(), actor, connection -> {
                    Map<String, List<String>> bySubscription = new LinkedHashMap<>();
                    for (String identity : publicIdentities) {
                        bySubscription.computeIfAbsent(subscriptionOf(connection, identity), s -> new ArrayList<>())
                                .add(identity);
                    }
                    List<Push> all = new ArrayList<>();
                    for (Map.Entry<String, List<String>> each : bySubscription.entrySet()) {
                        Served served = Served.of(connection, each.getKey())
                                .orElseThrow(() -> unserved(each.getKey()));
                        all.add(served.termination(each.getValue(), reason));
                    }
                    return all;
                });
    }

    /**
     * Sends the profile of every registered set of a subscription anew.
     *
     * @throws Refused when no S-CSCF serves it
     */
    public void push(String subscription, Actor actor) {
        add("sends the profile of " + subscription + " to its S-CSCF", actor, connection ->
                Served.of(connection, subscription).orElseThrow(() -> unserved(subscription)).profiles());
    }

    private static String subscriptionOf(Connection connection, String identity) throws SQLException {
        return Columns.texts(connection, """
                select s.name from public_identity p join implicit_set i on i.id = p.set_id
                join ims_subscription s on s.id = i.subscription_id where p.identity = ?""", identity).stream()
                .findFirst().orElseThrow(() -> new Refused(Refused.Why.MISSING, "there is no " + identity));
    }

    private static Refused unserved(String subscription) {
        return new Refused(Refused.Why.MISSING, "no S-CSCF serves " + subscription + " now");
    }

    private void add(String what, Actor actor, Database.Work<List<Push>> work) {
        database.change(session -> {
            session.doWork(connection -> {
                if (count(connection) >= MOST) {
                    throw new IllegalStateException(MOST + " messages to S-CSCFs wait already");
                }
                for (Push push : work.on(connection)) {
                    PushTable.insert(connection, push, actor, clock.millis());
                }
            });
            audit.done(session, what, actor);
        });
        database.sync();
    }

    static long count(Connection connection) throws SQLException {
        return Columns.count(connection, "select count(*) from push");
    }

    /**
     * What waits, oldest first.
     *
     * @param after the id before the first one, 0 for the beginning
     * @param limit 1..1,000
     */
    public List<Push> pending(long after, int limit) {
        return database.query(connection ->
                PushTable.select(connection, "where id > ? order by id limit ?", after, limit));
    }

    /** Documents that changed and whose registrations are still to be found, in words. */
    public List<String> changing() {
        return database.query(connection -> Columns.texts(connection,
                "select concat(kind, ' ', name) from push_wave order by id"));
    }

    /** Diameter identities for which something is due. */
    public List<String> hosts() {
        return database.query(connection -> Columns.texts(connection,
                "select distinct server_host from push where due <= ?", clock.millis()));
    }

    /** What is due for one of them, up to so many. */
    public List<Push> due(String host, int limit) {
        return database.query(connection -> PushTable.select(connection,
                "where server_host = ? and due <= ? order by due, id limit ?", host, clock.millis(), limit));
    }

    /** What waits too long, up to so many. */
    public List<Push> expired(int limit) {
        return database.query(connection -> PushTable.select(connection, "where created < ? order by id limit ?",
                clock.millis() - LONGEST_WAIT.toMillis(), limit));
    }

    /** It is done with, unless what it is about changed again meanwhile. */
    public void done(Push push) {
        database.query(connection -> StateWriter.update(connection, "delete from push where id = ? and stamp = ?",
                push.id(), push.stamp()));
    }

    /** It failed and is due again after a while. */
    public void failed(Push push, String error, Duration pause) {
        database.query(connection -> StateWriter.update(connection,
                "update push set attempts = attempts + 1, due = ?, last_error = ? where id = ?",
                clock.millis() + pause.toMillis(), PushTable.cut(error), push.id()));
    }

    /** It goes to another S-CSCF than it was made for. */
    public void redirect(Push push, Serving to) {
        database.query(connection -> StateWriter.update(connection,
                "update push set server_host = ?, server_name = ? where id = ?", to.host(), to.name(), push.id()));
    }

    /** Notes why nothing goes to a host. */
    public void away(String host) {
        database.query(connection -> StateWriter.update(connection,
                "update push set last_error = ? where server_host = ? and last_error = ''",
                "the S-CSCF is not connected", host));
    }

    /** Finds some more registrations that a changed document concerns; true when there may be others. */
    public boolean spread() {
        boolean[] more = new boolean[1];
        database.attempt(connection -> {
            more[0] = waves.spread(connection);
            return true;
        });
        return more[0];
    }
}
