package org.calliope.ims.hss.store;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

import org.calliope.ims.cx.AuthScheme;
import org.calliope.ims.hss.secret.Credentials;
import org.calliope.ims.hss.secret.Vault;

import org.hibernate.StatelessSession;

/**
 * The Cx procedures' view of the database: a few indexed statements, no entity is loaded. A procedure reads a
 * {@link Situation}, decides, and applies a {@link StateChange}, which the store refuses when another procedure
 * changed the subscription in between; the procedure then starts anew. Safe for any thread; blocks on SQL.
 */
public final class RegistrationStore {

    private static final String SITUATION = """
            select new org.calliope.ims.hss.store.Situation(s.id, s.version, s.serverName, c.mandatory,
                c.optional, c.serverNames, s.visitedNetworks, i.id, i.state,
                (select count(r.id) from SetMember r where r.set = i and r.registered = true),
                p.identityType, p.barred, f.unregisteredServices, m.id, m.registered, m.authPending)
            from PublicUser p join p.set i join i.subscription s join p.serviceProfile f
                left join s.capabilitySet c
            """;

    private static final String BY_PAIR = SITUATION + """
            left join SetMember m on m.set = i and m.privateIdentity =
                (select u from PrivateUser u where u.identity = :impi)
            where p.identity = :impu
            """;

    private static final String BY_PUBLIC = SITUATION + """
            left join SetMember m on m.id = -1
            where p.identity = :impu
            """;

    private static final String BY_PRIVATE = SITUATION + """
            join SetMember m on m.set = i join m.privateIdentity u
            where u.identity = :impi and p.place = 0 order by i.id
            """;

    private final Database database;
    private final RegistrationListener listener;

    /** Over an open database. */
    public RegistrationStore(Database database) {
        this(database, RegistrationListener.NONE);
    }

    /** As above. */
    public RegistrationStore(Database database, RegistrationListener listener) {
        this.database = database;
        this.listener = listener;
    }

    /** The public identity as this private identity meets it; empty when the public identity is unknown. */
    public Optional<Situation> situation(String impi, String impu) {
        return database.read(session -> session.createSelectionQuery(BY_PAIR, Situation.class)
                .setParameter("impi", impi).setParameter("impu", impu).uniqueResultOptional());
    }

    /** The public identity without regard to a private one; empty when it is unknown. */
    public Optional<Situation> situation(String impu) {
        return database.read(session -> session.createSelectionQuery(BY_PUBLIC, Situation.class)
                .setParameter("impu", impu).uniqueResultOptional());
    }

    /** Every set the private identity has a share in, each seen through its first public identity. */
    public List<Situation> situations(String impi) {
        return database.read(session -> session.createSelectionQuery(BY_PRIVATE, Situation.class)
                .setParameter("impi", impi).getResultList());
    }

    /** Whether the private identity exists. */
    public boolean knowsPrivate(String impi) {
        return database.read(session -> session
                .createSelectionQuery("select 1 from PrivateUser u where u.identity = :impi", Integer.class)
                .setParameter("impi", impi).uniqueResultOptional()).isPresent();
    }

    /**
     * What the private identity proves itself by, preferring the scheme that is provisioned; empty when it is unknown.
     *
     * @throws org.calliope.ims.hss.secret.SecretUnreadable when no key opens it
     */
    public Optional<Credentials> credentials(String impi) {
        return database.read(session -> session.createSelectionQuery(
                "select u.authScheme, u.secret from PrivateUser u where u.identity = :impi", Kept.class)
                .setParameter("impi", impi).uniqueResultOptional())
                .map(kept -> kept.open(database.vault(), impi));
    }

    record Kept(AuthScheme scheme, byte[] secret) {

        Credentials open(Vault vault, String impi) {
            Credentials credentials = Credentials.open(vault, impi, secret);
            return credentials.serve(scheme) ? credentials.preferring(scheme) : credentials;
        }
    }

    /** The identities of the situation's set, in the set's order. */
    public List<ProfileRow> profile(Situation of) {
        return database.read(session -> session.createSelectionQuery("""
                select new org.calliope.ims.hss.store.ProfileRow(p.identity, p.barred, p.displayName,
                    p.serviceProfile.id)
                from PublicUser p where p.set.id = :set order by p.place""", ProfileRow.class)
                .setParameter("set", of.setId()).getResultList());
    }

    /** A private identity of the set: the one that registered it, else the first; empty when it has none. */
    public Optional<String> aPrivateIdentity(Situation of) {
        return database.read(session -> session.createSelectionQuery("""
                select u.identity from SetMember m join m.privateIdentity u
                where m.set.id = :set order by m.registered desc, m.id""", String.class)
                .setParameter("set", of.setId()).setMaxResults(1).uniqueResultOptional());
    }

    /** Whether a set of the same subscription other than these holds the S-CSCF: in use, or authenticating. */
    public boolean serverHeldElsewhere(Situation of, List<Long> setIds) {
        return database.read(session -> session.createSelectionQuery("""
                select count(i.id) from ImplicitSet i where i.subscription.id = :subscription and i.id not in (:sets)
                and (i.state <> :free or exists (select 1 from SetMember m where m.set = i and m.authPending = true))
                """, Long.class)
                .setParameter("subscription", of.subscriptionId()).setParameter("sets", setIds)
                .setParameter("free", RegistrationState.NOT_REGISTERED).getSingleResult()) > 0;
    }

    /** Whether another private identity is authenticating for the situation's set. */
    public boolean othersAuthenticating(Situation of) {
        return database.read(session -> session.createSelectionQuery("""
                select count(m.id) from SetMember m where m.set.id = :set and m.authPending = true and m.id <> :self
                """, Long.class)
                .setParameter("set", of.setId()).setParameter("self", of.associated() ? of.memberId() : -1L)
                .getSingleResult()) > 0;
    }

    /**
     * Writes the change in one transaction.
     *
     * @return false when the subscription changed since it was seen: nothing was written, read and decide again
     */
    public boolean apply(StateChange change) {
        AtomicBoolean heard = new AtomicBoolean();
        boolean applied = change.empty() || database.write(session -> {
            boolean written = apply(session, change);
            heard.set(written && change.moves() && session.doReturningWork(connection ->
                    listener.moving(connection, change.subscriptionId())));
            return written;
        });
        if (heard.get()) {
            listener.moved();
        }
        return applied;
    }

    private static boolean apply(StatelessSession session, StateChange change) {
        // first, because it also locks the row: whoever comes second waits here and then finds another version
        int seen = session.createMutationQuery("""
                update Subscription set serverName = :server, version = version + 1
                where id = :id and version = :version""")
                .setParameter("server", change.serverName().orElse(null), String.class)
                .setParameter("id", change.subscriptionId())
                .setParameter("version", change.seenVersion()).executeUpdate();
        if (seen == 0) {
            return false;
        }
        for (Long setId : change.released()) {
            session.createMutationQuery("""
                    update SetMember m set m.registered = false, m.authPending = false where m.set.id = :set""")
                    .setParameter("set", setId).executeUpdate();
        }
        for (StateChange.Share share : change.shares()) {
            session.createMutationQuery("""
                    update SetMember set registered = :registered, authPending = :pending where id = :id""")
                    .setParameter("registered", share.registered()).setParameter("pending", share.authPending())
                    .setParameter("id", share.memberId()).executeUpdate();
        }
        for (StateChange.SetState state : change.states()) {
            session.createMutationQuery("update ImplicitSet set state = :state where id = :id")
                    .setParameter("state", state.state()).setParameter("id", state.setId()).executeUpdate();
        }
        return true;
    }
}
