package org.calliope.ims.hss.store;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.calliope.ims.cx.AuthScheme;
import org.calliope.ims.hss.model.IdentityType;
import org.calliope.ims.hss.model.ImplicitSet;
import org.calliope.ims.hss.model.PrivateUser;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.model.Sealed;
import org.calliope.ims.hss.model.Subscription;
import org.hibernate.StatelessSession;

/** Subscriptions with all their identities, a handful of statements each and a batch for many new ones. */
final class SubscriptionShelf implements Shelf<Subscription> {

    @Override
    public boolean lock(StatelessSession session, String name) {
        // the version too: whatever a Cx procedure decided on what it saw before is refused then
        return session.createMutationQuery("update Subscription s set s.version = s.version + 1 where s.name = :name")
                .setParameter("name", name).executeUpdate() > 0;
    }

    @Override
    public Optional<Subscription> find(StatelessSession session, String name) {
        return list(session, "s.name = :name", name, 1).stream().findFirst();
    }

    @Override
    public List<Subscription> list(StatelessSession session, String after, int limit) {
        return list(session, "s.name > :name", after, limit);
    }

    private static List<Subscription> list(StatelessSession session, String condition, String name, int limit) {
        Map<Long, SubscriptionParts> all = new LinkedHashMap<>();
        session.createSelectionQuery("select s.id, s.name, coalesce(c.name, ''), coalesce(h.name, ''), "
                + "s.visitedNetworks from Subscription s left join s.capabilitySet c left join s.chargingSet h where "
                + condition + " order by s.name", Head.class)
                .setParameter("name", name).setMaxResults(limit).getResultList()
                .forEach(head -> all.put(head.id(), new SubscriptionParts(head.name(), head.capabilitySet(),
                        head.chargingSet(), NamedShelf.words(head.visitedNetworks()))));
        if (all.isEmpty()) {
            return List.of();
        }
        session.createSelectionQuery("""
                select u.subscription.id, u.identity, u.authScheme, u.secret, coalesce(q.sqn, 0L)
                from PrivateUser u left join Sequence q on q.privateIdentity = u.id
                where u.subscription.id in (:all) order by u.id""", User.class)
                .setParameter("all", all.keySet()).getResultList()
                .forEach(user -> all.get(user.subscription()).add(user.document()));
        // the sets first: before an outer join H2 takes tables in the order they stand, and would read every identity
        session.createSelectionQuery("""
                select i.subscription.id, i.id, p.identity, p.identityType, p.barred, p.displayName, p.aliasGroup,
                    p.serviceProfile.name, coalesce(a.name, ''), p.active
                from ImplicitSet i join PublicUser p on p.set = i left join p.applicationServer a
                where i.subscription.id in (:all) order by i.id, p.place""", Identity.class)
                .setParameter("all", all.keySet()).getResultList()
                .forEach(identity -> all.get(identity.subscription()).add(identity.set(), identity.document()));
        session.createSelectionQuery("""
                select i.subscription.id, i.id, m.privateIdentity.identity from SetMember m join m.set i
                where i.subscription.id in (:all) order by m.id""", Member.class)
                .setParameter("all", all.keySet()).getResultList()
                .forEach(member -> all.get(member.subscription()).member(member.set(), member.identity()));
        return all.values().stream().map(SubscriptionParts::whole).toList();
    }

    record Head(Long id, String name, String capabilitySet, String chargingSet, String visitedNetworks) { }

    record User(Long subscription, String identity, AuthScheme scheme, byte[] secret, long sqn) {
        PrivateUser document() {
            return new PrivateUser(identity, scheme, secret == null ? Sealed.KEEP : new Sealed(secret), sqn);
        }
    }

    record Identity(Long subscription, Long set, String identity, IdentityType type,
                    boolean barred, String displayName, String aliasGroup, String profile, String server,
                    boolean active) {
        PublicUser document() {
            return new PublicUser(identity, type, barred, displayName, aliasGroup, profile, server, active);
        }
    }

    record Member(Long subscription, Long set, String identity) { }

    @Override
    public void insert(StatelessSession session, List<Subscription> documents) {
        SubscriptionRows rows = new SubscriptionRows(session);
        for (Subscription document : documents) {
            SubscriptionEntity subscription = new SubscriptionEntity();
            rows.fill(subscription, document);
            rows.add(subscription);
            Map<String, PrivateIdentityEntity> users = new HashMap<>();
            for (PrivateUser user : document.privateIdentities()) {
                users.put(user.identity(), rows.newUser(subscription, user));
            }
            for (ImplicitSet set : document.implicitSets()) {
                ImplicitSetEntity row = rows.newSet(subscription);
                int place = 0;
                for (PublicUser identity : set.publicIdentities()) {
                    rows.newIdentity(row, identity, place++);
                }
                set.privateIdentities().forEach(member -> rows.newMember(row, users.get(member)));
            }
        }
        rows.insert();
    }

    /** What stays keeps its registration state: a set is the one that has had one of its public identities. */
    @Override
    public void update(StatelessSession session, String name, Subscription document) {
        SubscriptionRows rows = new SubscriptionRows(session);
        SubscriptionEntity subscription = session.createSelectionQuery("from Subscription s where s.name = :name",
                SubscriptionEntity.class).setParameter("name", name).getSingleResult();
        rows.fill(subscription, document);
        session.update(subscription);
        new SubscriptionUpdate(session, rows, subscription, document).apply();
    }

    @Override
    public void delete(StatelessSession session, String name) {
        Long id = session.createSelectionQuery("select s.id from Subscription s where s.name = :name", Long.class)
                .setParameter("name", name).getSingleResult();
        for (String statement : List.of(
                "delete from SetMember m where m.set.id in (select i.id from ImplicitSet i where i.subscription.id = :id)",
                "delete from PublicUser p where p.set.id in (select i.id from ImplicitSet i where i.subscription.id = :id)",
                "delete from ImplicitSet i where i.subscription.id = :id",
                "delete from Sequence q where q.privateIdentity in "
                        + "(select u.id from PrivateUser u where u.subscription.id = :id)",
                "delete from PrivateUser u where u.subscription.id = :id",
                "delete from Subscription s where s.id = :id")) {
            session.createMutationQuery(statement).setParameter("id", id).executeUpdate();
        }
    }

    @Override
    public List<String> users(StatelessSession session, String name) {
        return List.of();
    }
}
