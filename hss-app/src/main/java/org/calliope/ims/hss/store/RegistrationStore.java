package org.calliope.ims.hss.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import org.calliope.ims.cx.AuthScheme;
import org.calliope.ims.hss.secret.Credentials;

/**
 * The Cx procedures' view of the database: a few indexed statements, without an entity and without Hibernate, which
 * would take longer than the statements do. A procedure reads a {@link Situation}, decides, and applies a
 * {@link StateChange}, which the store refuses when another procedure changed the subscription in between; the
 * procedure then starts anew. Safe for any thread; blocks on SQL.
 */
public final class RegistrationStore {

    private static final String FROM = """

            from public_identity p join implicit_set i on i.id = p.set_id
                join ims_subscription s on s.id = i.subscription_id
            """;
    private static final String BY_PAIR = "select " + Situation.COLUMNS + Situation.MEMBER_COLUMNS
            + Situation.USER_COLUMNS + FROM + """
            left join private_identity u on u.identity = ?
            left join set_member m on m.set_id = i.id and m.private_identity_id = u.id
            where p.identity = ?""";
    private static final String BY_PUBLIC = "select " + Situation.COLUMNS + FROM + "where p.identity = ?";
    private static final String BY_SET = "select " + Situation.COLUMNS + FROM + """
            where p.set_id = ? order by p.place""";
    // from the one who asks on: before an outer join H2 takes tables in the order they stand
    private static final String BY_PRIVATE = "select " + Situation.COLUMNS + Situation.MEMBER_COLUMNS
            + Situation.USER_COLUMNS + """

            from private_identity u join set_member m on m.private_identity_id = u.id
                join implicit_set i on i.id = m.set_id join ims_subscription s on s.id = i.subscription_id
                join public_identity p on p.set_id = i.id and p.place = 0
            where u.identity = ? order by i.id""";

    private final Database database;
    private final Catalogue catalogue;
    private final Optional<SetAside> setAside;
    private final StateWriter writer;
    private final RegistrationListener listener;
    private final boolean paper;

    /** Over an open database. */
    public RegistrationStore(Database database) {
        this(database, RegistrationListener.NONE);
    }

    /** As above, with somebody who hears of registrations. */
    public RegistrationStore(Database database, RegistrationListener listener) {
        this(database, Clock.systemUTC(), listener, false);
    }

    RegistrationStore(Database database, Clock clock) {
        this(database, clock, RegistrationListener.NONE, false);
    }

    private RegistrationStore(Database database, Clock clock, RegistrationListener listener, boolean paper) {
        this.database = database;
        this.catalogue = database.catalogue();
        this.setAside = database.situations().map(Situations::setAside);
        this.writer = new StateWriter(clock, setAside.isPresent() ? SetAside.AHEAD : 0);
        this.listener = listener;
        this.paper = paper;
    }

    /** The same to read, in which every change goes well and none is written: for what would be answered. */
    public RegistrationStore onPaper() {
        return new RegistrationStore(database, Clock.systemUTC(), listener, true);
    }

    /** What profiles and the like say, kept in memory. */
    public Catalogue catalogue() {
        return catalogue;
    }

    /**
     * The public identity as this private identity meets it, or the wildcarded one that it matches when there is no
     * such one itself (TS 23.003 13.5); empty when it is unknown.
     */
    public Optional<Situation> situation(String impi, String impu) {
        return distinct(impi, impu).or(() -> catalogue.wildcard(impu).flatMap(pattern -> distinct(impi, pattern)));
    }

    private Optional<Situation> distinct(String impi, String impu) {
        return known(impi, impu, () -> read(impi, impu));
    }

    private Optional<Situation> known(String impi, String impu, Supplier<Optional<Situation>> read) {
        return database.situations().map(lately -> lately.find(impi, impu, read)).orElseGet(read);
    }

    private Optional<Situation> read(String impi, String impu) {
        return database.query(connection -> {
            try (PreparedStatement select = connection.prepareStatement(BY_PAIR)) {
                select.setString(1, impi);
                select.setString(2, impu);
                return first(select, true);
            }
        });
    }

    /** The public identity without regard to a private one; wildcards as above. */
    public Optional<Situation> situation(String impu) {
        return distinct(impu).or(() -> catalogue.wildcard(impu).flatMap(this::distinct));
    }

    private Optional<Situation> distinct(String impu) {
        return known("", impu, () -> read(impu));
    }

    private Optional<Situation> read(String impu) {
        return database.query(connection -> {
            try (PreparedStatement select = connection.prepareStatement(BY_PUBLIC)) {
                select.setString(1, impu);
                return first(select, false);
            }
        });
    }

    /** The set seen through its first public identity; empty when it is gone. */
    public Optional<Situation> set(long setId) {
        return database.query(connection -> {
            try (PreparedStatement select = connection.prepareStatement(BY_SET)) {
                select.setLong(1, setId);
                return first(select, false);
            }
        });
    }

    private static Optional<Situation> first(PreparedStatement select, boolean asked) throws SQLException {
        try (ResultSet row = select.executeQuery()) {
            return row.next() ? Optional.of(Situation.of(row, asked, asked)) : Optional.empty();
        }
    }

    /** Every set the private identity has a share in, each seen through its first public identity. */
    public List<Situation> situations(String impi) {
        return database.query(connection -> {
            List<Situation> all = new ArrayList<>();
            try (PreparedStatement select = connection.prepareStatement(BY_PRIVATE)) {
                select.setString(1, impi);
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        all.add(Situation.of(row, true, true));
                    }
                }
            }
            return all;
        });
    }

    /** Whether the private identity exists. */
    public boolean knowsPrivate(String impi) {
        return !texts("select identity from private_identity where identity = ?", impi).isEmpty();
    }

    /**
     * What the asking private identity proves itself by, preferring the scheme that is provisioned.
     *
     * @throws org.calliope.ims.hss.secret.SecretUnreadable when no key opens it
     */
    public Credentials credentials(Situation of, String impi) {
        return open(of.scheme(), of.secret(), impi);
    }

    /** As above for whoever has no situation at hand; empty when the private identity is unknown. */
    public Optional<Credentials> credentials(String impi) {
        return database.read(session -> session.createSelectionQuery(
                "select u.authScheme, u.secret from PrivateUser u where u.identity = :impi", Kept.class)
                .setParameter("impi", impi).uniqueResultOptional())
                .map(kept -> open(kept.scheme(), kept.secret(), impi));
    }

    record Kept(AuthScheme scheme, byte[] secret) { }

    private Credentials open(AuthScheme scheme, byte[] secret, String impi) {
        Credentials credentials = Credentials.open(database.vault(), impi, secret);
        return credentials.serve(scheme) ? credentials.preferring(scheme) : credentials;
    }

    /** The last sequence number that the asking private identity used. */
    public SequenceNumber sequence(Situation of) {
        return setAside.flatMap(numbers -> numbers.of(of.userId())).orElseGet(() -> readSequence(of));
    }

    /** As the database has it. */
    SequenceNumber readSequence(Situation of) {
        return database.query(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                    "select sqn from sequence_number where private_identity_id = ?")) {
                select.setLong(1, of.userId());
                try (ResultSet row = select.executeQuery()) {
                    return row.next() ? new SequenceNumber(true, row.getLong(1), row.getLong(1))
                            : new SequenceNumber(false, 0, 0);
                }
            }
        });
    }

    /** The identities of the situation's set, in the set's order. */
    public List<ProfileRow> profile(Situation of) {
        return database.query(connection -> {
            List<ProfileRow> rows = new ArrayList<>();
            try (PreparedStatement select = connection.prepareStatement(ProfileRow.SELECT)) {
                select.setLong(1, of.setId());
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        ProfileRow next = ProfileRow.of(row);
                        int last = rows.size() - 1;
                        if (last >= 0 && rows.get(last).identity().equals(next.identity())) {
                            rows.set(last, rows.get(last).and(next));
                        } else {
                            rows.add(next);
                        }
                    }
                }
            }
            return rows;
        });
    }

    /** Private identities of the situation's subscription, oldest first. */
    public List<String> privateIdentities(Situation of) {
        return texts("select identity from private_identity where subscription_id = ? order by id",
                of.subscriptionId());
    }

    /** A private identity of the set: one that registered it, else the first; empty when it has none. */
    public Optional<String> aPrivateIdentity(Situation of) {
        return texts("""
                select u.identity from set_member m join private_identity u on u.id = m.private_identity_id
                where m.set_id = ? order by m.registered desc, m.id limit 1""", of.setId()).stream().findFirst();
    }

    /** Whether a set of the same subscription other than these holds the S-CSCF: in use, or authenticating. */
    public boolean serverHeldElsewhere(Situation of, List<Long> setIds) {
        String others = "?" + ", ?".repeat(setIds.size() - 1);
        Object[] values = new Object[setIds.size() + 1];
        values[0] = of.subscriptionId();
        for (int i = 0; i < setIds.size(); i++) {
            values[i + 1] = setIds.get(i);
        }
        return !texts("select i.state from implicit_set i where i.subscription_id = ? and i.id not in (" + others
                + ") and (i.state <> 'NOT_REGISTERED' or exists (select 1 from set_member m where m.set_id = i.id"
                + " and m.auth_pending = true))", values).isEmpty();
    }

    /** Whether another private identity is authenticating for the situation's set. */
    public boolean othersAuthenticating(Situation of) {
        return !texts("select 'x' from set_member m where m.set_id = ? and m.auth_pending = true and m.id <> ?",
                of.setId(), of.associated() ? of.memberId() : -1L).isEmpty();
    }

    private List<String> texts(String select, Object... values) {
        return database.query(connection -> Columns.texts(connection, select, values));
    }

    /**
     * Writes the change in one transaction.
     *
     * @return false when the subscription or the sequence number changed since it was seen: nothing was written, read
     *         and decide again
     */
    public boolean apply(StateChange change) {
        if (change.empty() || paper) {
            return true;
        }
        boolean taken = setAside.isEmpty() || change.sequence().map(setAside.get()::take).orElse(true);
        if (!taken || change.sequenceOnly() && change.sequenceToKeep().isEmpty()) {
            return taken;
        }
        long before = setAside.map(SetAside::changes).orElse(0L);
        AtomicBoolean heard = new AtomicBoolean();
        boolean applied = database.attempt(connection -> {
            boolean written = writer.write(connection, change);
            heard.set(written && change.moves() && listener.moving(connection, change.seen().subscriptionId()));
            return written;
        });
        if (applied) {
            setAside.ifPresent(numbers -> change.sequenceToKeep().ifPresent(number -> numbers.keep(number.userId(),
                    new SequenceNumber(true, number.last(), writer.kept(number)), before)));
        }
        // also of what was overtaken, which is to be read anew
        if (!(applied && change.sequenceOnly())) {
            database.situations().ifPresent(lately -> lately.changed(change.seen()));
        }
        if (applied && heard.get()) {
            listener.moved();
        }
        return applied;
    }

    /** As {@link #apply}, and what was written outlives a kill of this process when it returns. */
    public boolean commit(StateChange change) {
        if (change.empty() || paper) {
            return true;
        }
        boolean written = apply(change);
        if (written) {
            database.settle();
        }
        return written;
    }
}
