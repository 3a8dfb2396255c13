package org.calliope.ims.hss.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.calliope.ims.hss.model.ApplicationServer;
import org.calliope.ims.hss.model.Named;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.model.Subscription;
import org.calliope.ims.sh.DataReference;
import org.hibernate.StatelessSession;

/**
 * Notes, in the transaction of a change, for which subscriptions to notifications it may be news. Whether it is, the
 * one who tells them finds out. A registration nobody watches costs one look-up along an index. Safe for any thread.
 */
public final class ShChanges implements ChangeListener, RegistrationListener {

    private static final Set<DataReference> OF_REGISTRATION = EnumSet.of(DataReference.IMS_USER_STATE,
            DataReference.S_CSCF_NAME, DataReference.IMS_PUBLIC_IDENTITY);
    private static final Set<DataReference> OF_CRITERIA = EnumSet.of(DataReference.INITIAL_FILTER_CRITERIA,
            DataReference.DSAI);
    private static final Map<Kind<?>, Set<DataReference>> OF_DOCUMENTS = Map.of(Kind.FILTER_CRITERIA, OF_CRITERIA,
            Kind.SHARED_FILTER_SET, OF_CRITERIA, Kind.SERVICE_PROFILE, OF_CRITERIA, Kind.APPLICATION_SERVER,
            OF_CRITERIA, Kind.CHARGING_SET, EnumSet.of(DataReference.CHARGING_INFORMATION));

    private final Clock clock;
    private volatile Runnable news = () -> { };

    /** Nobody is woken yet. */
    public ShChanges(Clock clock) {
        this.clock = clock;
    }

    /** Called after each commit that may be news to somebody; must not block. */
    public void onNews(Runnable wake) {
        news = wake;
    }

    @Override
    public boolean moving(Connection connection, long subscriptionId) throws SQLException {
        return mark(connection, "subscription_id = ? and reference in (" + codes(OF_REGISTRATION) + ")",
                subscriptionId);
    }

    @Override
    public void moved() {
        news.run();
    }

    @Override
    public <T extends Named> void changing(StatelessSession session, Kind<T> kind, Optional<T> before,
            Optional<T> after) {
        if (before.isEmpty()) {
            return; // nobody watches or uses what is new
        }
        if (before.get() instanceof Subscription of) {
            subscription(session, of, after.map(Subscription.class::cast));
        } else if (OF_DOCUMENTS.containsKey(kind)) {
            if (before.get() instanceof ApplicationServer of) {
                permissions(session, of, after.map(ApplicationServer.class::cast));
            }
            session.doWork(connection -> mark(connection, "reference in (" + codes(OF_DOCUMENTS.get(kind)) + ")"));
        }
    }

    @Override
    public void changed(Kind<?> kind) {
        news.run();
    }

    private void subscription(StatelessSession session, Subscription before, Optional<Subscription> after) {
        Long id = session.createSelectionQuery("select s.id from Subscription s where s.name = :name", Long.class)
                .setParameter("name", before.name()).getSingleResult();
        session.doWork(connection -> mark(connection, "subscription_id = ?", id));
        after.ifPresent(now -> moveRepository(session, id, keys(before), keys(now)));
    }

    /** Data goes with the identity that joins or leaves an alias group, unless others have it still. */
    private static void moveRepository(StatelessSession session, Long id, Map<String, String> before,
            Map<String, String> after) {
        Set<String> kept = new HashSet<>(after.values());
        before.forEach((identity, old) -> {
            String now = after.getOrDefault(identity, old);
            if (kept.contains(old) || now.equals(old)) {
                return;
            }
            session.createMutationQuery("""
                    update ShRepository r set r.dataKey = :now where r.subscriptionId = :id and r.dataKey = :old
                    and not exists (select 1 from ShRepository o where o.subscriptionId = :id and o.dataKey = :now
                        and o.service = r.service)""").setParameter("now", now).setParameter("id", id)
                    .setParameter("old", old).executeUpdate();
        });
        before.values().stream().filter(key -> !kept.contains(key)).distinct().forEach(gone ->
                session.createMutationQuery("delete from ShRepository r where r.subscriptionId = :id and r.dataKey = :key")
                        .setParameter("id", id).setParameter("key", gone).executeUpdate());
    }

    private static Map<String, String> keys(Subscription of) {
        return of.implicitSets().stream().flatMap(set -> set.publicIdentities().stream()).collect(Collectors.toMap(
                PublicUser::identity, one -> ShTarget.dataKey(one.identity(), one.aliasGroup())));
    }

    /** TS 29.328 6.2: an application server that may no longer be notified is not. */
    private static void permissions(StatelessSession session, ApplicationServer before,
            Optional<ApplicationServer> after) {
        Set<Integer> gone = new HashSet<>(before.shSubscribe());
        after.filter(now -> now.diameterHost().equals(before.diameterHost()))
                .ifPresent(now -> gone.removeAll(now.shSubscribe()));
        if (!gone.isEmpty() && !before.diameterHost().isEmpty()) {
            session.createMutationQuery("delete from ShWatch w where w.host = :host and w.reference in (:gone)")
                    .setParameter("host", before.diameterHost()).setParameter("gone", gone).executeUpdate();
        }
    }

    private boolean mark(Connection connection, String condition, long... values) throws SQLException {
        List<Long> found = new ArrayList<>();
        // looked up first: that locks nothing, and mostly there is none
        try (PreparedStatement select = connection.prepareStatement("select id from sh_watch where " + condition)) {
            for (int i = 0; i < values.length; i++) {
                select.setLong(i + 1, values[i]);
            }
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getLong(1));
                }
            }
        }
        if (found.isEmpty()) {
            return false;
        }
        try (PreparedStatement update = connection.prepareStatement("""
                update sh_watch set version = version + 1, pending_at = ?, pending_since = coalesce(pending_since, ?),
                attempts = 0 where id = ?""")) {
            long now = clock.millis();
            for (Long id : found) {
                update.setLong(1, now);
                update.setLong(2, now);
                update.setLong(3, id);
                update.addBatch();
            }
            update.executeBatch();
        }
        return true;
    }

    private static String codes(Set<DataReference> references) {
        return references.stream().map(reference -> String.valueOf(reference.code())).collect(Collectors.joining(", "));
    }
}
