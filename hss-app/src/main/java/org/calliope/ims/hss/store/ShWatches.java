package org.calliope.ims.hss.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import org.calliope.ims.sh.DataReference;
import org.hibernate.StatelessSession;
import org.hibernate.query.SelectionQuery;

/** Subscriptions to notifications, within one session. */
public final class ShWatches {

    private static final String ALIVE = "(w.expiry is null or w.expiry > :now)";

    private final StatelessSession session;

    ShWatches(StatelessSession session) {
        this.session = session;
    }

    /** How many an application server has of one user. */
    public long count(ShTarget of, String host) {
        return session.createSelectionQuery(
                "select count(w.id) from ShWatch w where w.subscriptionId = :id and w.host = :host", Long.class)
                .setParameter("id", of.subscriptionId()).setParameter("host", host).getSingleResult();
    }

    /** Adds it, or renews the one that there is, which is told what it waits for nevertheless. */
    public void put(ShTarget of, ShWatch watch) {
        Optional<ShWatchEntity> same = same(of, watch);
        ShWatchEntity row = same.orElseGet(() -> fresh(of, watch));
        row.notifEff = watch.notifEff();
        row.oneTime = watch.oneTime();
        row.expiry = watch.expiry().map(Instant::toEpochMilli).orElse(null);
        if (same.isPresent()) {
            session.update(row);
        } else {
            session.insert(row);
        }
    }

    private static ShWatchEntity fresh(ShTarget of, ShWatch watch) {
        ShWatchEntity row = new ShWatchEntity();
        row.host = watch.host();
        row.subscriptionId = of.subscriptionId();
        row.named = watch.named();
        row.identity = watch.identity();
        row.privateIdentity = watch.privateIdentity();
        row.reference = watch.key().reference().code();
        row.detail = watch.key().detail();
        row.serverName = watch.key().serverName();
        row.known = watch.known();
        return row;
    }

    /** Removes it; no change when there is none. */
    public void remove(ShTarget of, ShWatch watch) {
        same(of, watch).ifPresent(session::delete);
    }

    private Optional<ShWatchEntity> same(ShTarget of, ShWatch watch) {
        return session.createSelectionQuery("""
                from ShWatch w where w.subscriptionId = :subscription and w.host = :host and w.named = :named
                and w.reference = :reference and w.detail = :detail and w.serverName = :server
                and w.privateIdentity = :user""", ShWatchEntity.class)
                .setParameter("subscription", of.subscriptionId()).setParameter("host", watch.host())
                .setParameter("named", watch.named()).setParameter("reference", watch.key().reference().code())
                .setParameter("detail", watch.key().detail()).setParameter("server", watch.key().serverName())
                .setParameter("user", watch.privateIdentity()).uniqueResultOptional();
    }

    /** Those of a user's subscription for a piece of data; any detail when it is "". */
    public List<ShWatch> of(ShTarget target, DataReference reference, String detail, Instant now) {
        return list("w.subscriptionId = :id and w.reference = :reference and (:detail = '' or w.detail = :detail) and "
                + ALIVE, now, Integer.MAX_VALUE, query -> query.setParameter("id", target.subscriptionId())
                .setParameter("reference", reference.code()).setParameter("detail", detail));
    }

    /** Something is to be told now. */
    public void mark(ShWatch watch, int sequenceNumber, Instant now) {
        session.createMutationQuery("""
                update ShWatch w set w.version = w.version + 1, w.sequenceNumber = :sequence, w.pendingAt = :now,
                w.pendingSince = coalesce(w.pendingSince, :now), w.attempts = 0 where w.id = :id""")
                .setParameter("sequence", sequenceNumber).setParameter("now", now.toEpochMilli())
                .setParameter("id", watch.id()).executeUpdate();
    }

    /** The application server knows this, though nobody told it. */
    public void knows(ShWatch watch, String digest) {
        session.createMutationQuery("update ShWatch w set w.known = :known where w.id = :id")
                .setParameter("known", digest).setParameter("id", watch.id()).executeUpdate();
    }

    /** It was told; what changed since the watch was read stays to be told. */
    public void told(ShWatch watch, String digest) {
        knows(watch, digest);
        session.createMutationQuery("""
                update ShWatch w set w.pendingAt = null, w.pendingSince = null, w.attempts = 0
                where w.id = :id and w.version = :seen""")
                .setParameter("id", watch.id()).setParameter("seen", watch.version()).executeUpdate();
    }

    /** It could not be told; it is tried again then. */
    public void postpone(ShWatch watch, Instant until) {
        session.createMutationQuery("""
                update ShWatch w set w.pendingAt = :until, w.attempts = w.attempts + 1
                where w.id = :id and w.version = :seen""").setParameter("until", until.toEpochMilli())
                .setParameter("id", watch.id()).setParameter("seen", watch.version()).executeUpdate();
    }

    /** It ends. */
    public void end(ShWatch watch) {
        session.createMutationQuery("delete from ShWatch w where w.id = :id").setParameter("id", watch.id())
                .executeUpdate();
    }

    /** All that an application server has of a user end (TS 29.328 6.1.4: it does not know the user). */
    public void endAll(String host, String named) {
        session.createMutationQuery("delete from ShWatch w where w.host = :host and w.named = :named")
                .setParameter("host", host).setParameter("named", named).executeUpdate();
    }

    /** Ends what has expired. */
    public int sweep(Instant now) {
        return session.createMutationQuery("delete from ShWatch w where w.expiry <= :now")
                .setParameter("now", now.toEpochMilli()).executeUpdate();
    }

    /** What waits for an application server that came back is tried now. */
    public void retry(String host, Instant now) {
        session.createMutationQuery(
                "update ShWatch w set w.pendingAt = :now where w.host = :host and w.pendingAt is not null")
                .setParameter("now", now.toEpochMilli()).setParameter("host", host).executeUpdate();
    }

    /** Application servers for which something is due. */
    public List<String> due(Instant now) {
        return session.createSelectionQuery("select distinct w.host from ShWatch w where w.pendingAt <= :now and "
                + ALIVE, String.class).setParameter("now", now.toEpochMilli()).getResultList();
    }

    /** What is due for one of them, longest waiting first. */
    public List<ShWatch> due(String host, Instant now, int limit) {
        return list("w.host = :host and w.pendingAt <= :now and " + ALIVE, now, limit,
                query -> query.setParameter("host", host));
    }

    /** All that wait to be told, longest waiting first; for people. */
    public List<ShWatch> pending(Instant now, int limit) {
        return list("w.pendingAt is not null and " + ALIVE, now, limit, query -> query);
    }

    /** All of a user; for people. */
    public List<ShWatch> of(ShTarget target, Instant now) {
        return list("w.subscriptionId = :id and " + ALIVE, now, Integer.MAX_VALUE,
                query -> query.setParameter("id", target.subscriptionId()));
    }

    private List<ShWatch> list(String condition, Instant now, int limit,
            Function<SelectionQuery<ShWatchEntity>, SelectionQuery<ShWatchEntity>> parameters) {
        return parameters.apply(session.createSelectionQuery("from ShWatch w where " + condition
                + " order by w.pendingSince, w.id", ShWatchEntity.class).setParameter("now", now.toEpochMilli()))
                .setMaxResults(limit).getResultList().stream().map(ShWatches::value).toList();
    }

    private static ShWatch value(ShWatchEntity row) {
        return new ShWatch(row.id, row.version, row.host, row.named, row.identity, row.privateIdentity,
                new ShKey(DataReference.of(row.reference).orElseThrow(), row.detail, row.serverName), row.notifEff,
                row.oneTime, time(row.expiry), row.known, row.sequenceNumber, time(row.pendingSince),
                time(row.pendingAt), row.attempts);
    }

    private static Optional<Instant> time(Long millis) {
        return Optional.ofNullable(millis).map(Instant::ofEpochMilli);
    }
}
