package org.calliope.ims.hss.store;

import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.calliope.ims.hss.model.ImplicitSet;
import org.calliope.ims.hss.model.PrivateUser;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.model.Subscription;
import org.hibernate.StatelessSession;

/** Makes the rows of a subscription into those of another document of it. One use, in one transaction. */
final class SubscriptionUpdate {

    private final StatelessSession session;
    private final SubscriptionRows rows;
    private final SubscriptionEntity subscription;
    private final Subscription document;
    private final Clock clock = Clock.systemUTC();
    private final Map<String, PrivateIdentityEntity> users = new HashMap<>();
    private final Map<String, PublicIdentityEntity> identities = new HashMap<>();
    private final Set<Long> sets = new HashSet<>();

    SubscriptionUpdate(StatelessSession session, SubscriptionRows rows, SubscriptionEntity subscription,
            Subscription document) {
        this.session = session;
        this.rows = rows;
        this.subscription = subscription;
        this.document = document;
    }

    void apply() {
        load();
        updateUsers();
        // out of the way first: no two identities of a set may have the same place, not even in between
        session.createMutationQuery("update PublicUser p set p.place = -1 - p.place where p.set.id in (:sets)")
                .setParameter("sets", sets).executeUpdate();
        Map<ImplicitSet, ImplicitSetEntity> setOf = new HashMap<>();
        Set<Long> claimed = new HashSet<>();
        for (ImplicitSet set : document.implicitSets()) {
            setOf.put(set, claim(set, claimed));
        }
        rows.insert(); // new users and sets, before what refers to them
        SubscriptionRows below = new SubscriptionRows(session);
        setOf.forEach((set, row) -> updateSet(below, set, row));
        deleteIdentitiesNotIn(document);
        below.insert();
        deleteSetsNotIn(claimed);
        deleteUsersNotIn(document);
        session.doWork(connection -> Forsaken.release(connection, subscription.id, clock.millis()));
    }

    private void load() {
        session.createSelectionQuery("from PrivateUser u where u.subscription = :of", PrivateIdentityEntity.class)
                .setParameter("of", subscription).getResultList().forEach(user -> users.put(user.identity, user));
        session.createSelectionQuery("from PublicUser p join fetch p.set i where i.subscription = :of", PublicIdentityEntity.class)
                .setParameter("of", subscription).getResultList().forEach(p -> identities.put(p.identity, p));
        sets.addAll(session.createSelectionQuery("select i.id from ImplicitSet i where i.subscription = :of",
                Long.class).setParameter("of", subscription).getResultList());
    }

    private void updateUsers() {
        for (PrivateUser user : document.privateIdentities()) {
            PrivateIdentityEntity row = users.get(user.identity());
            if (row == null) {
                users.put(user.identity(), rows.newUser(subscription, user));
                continue;
            }
            rows.fill(row, user);
            session.update(row);
            if (user.sequenceNumber() != PrivateUser.KEEP_SEQUENCE) {
                SequenceNumberEntity sequence = new SequenceNumberEntity();
                sequence.privateIdentity = row.id;
                sequence.sqn = user.sequenceNumber();
                session.upsert(sequence);
            }
        }
    }

    private ImplicitSetEntity claim(ImplicitSet set, Set<Long> claimed) {
        for (PublicUser identity : set.publicIdentities()) {
            PublicIdentityEntity row = identities.get(identity.identity());
            if (row != null && claimed.add(row.set.id)) {
                return row.set;
            }
        }
        return rows.newSet(subscription);
    }

    private void updateSet(SubscriptionRows below, ImplicitSet set, ImplicitSetEntity row) {
        int place = 0;
        for (PublicUser identity : set.publicIdentities()) {
            PublicIdentityEntity known = identities.get(identity.identity());
            if (known == null) {
                below.newIdentity(row, identity, place++);
            } else {
                below.fill(known, identity, row, place++);
                session.update(known);
            }
        }
        Set<String> members = new HashSet<>(session.createSelectionQuery(
                "select m.privateIdentity.identity from SetMember m where m.set = :set", String.class)
                .setParameter("set", row).getResultList());
        for (String member : set.privateIdentities()) {
            if (!members.remove(member)) {
                below.newMember(row, users.get(member));
            }
        }
        for (String gone : members) {
            session.createMutationQuery("delete from SetMember m where m.set = :set and m.privateIdentity = :user")
                    .setParameter("set", row).setParameter("user", users.get(gone)).executeUpdate();
        }
    }

    private void deleteIdentitiesNotIn(Subscription kept) {
        Set<String> names = new HashSet<>();
        kept.implicitSets().forEach(set -> set.publicIdentities().forEach(p -> names.add(p.identity())));
        identities.values().stream().filter(row -> !names.contains(row.identity)).forEach(session::delete);
    }

    private void deleteSetsNotIn(Set<Long> claimed) {
        List<Long> gone = sets.stream().filter(id -> !claimed.contains(id)).toList();
        if (!gone.isEmpty()) {
            session.createMutationQuery("delete from SetMember m where m.set.id in (:gone)")
                    .setParameter("gone", gone).executeUpdate();
            session.createMutationQuery("delete from ImplicitSet i where i.id in (:gone)")
                    .setParameter("gone", gone).executeUpdate();
        }
    }

    private void deleteUsersNotIn(Subscription kept) {
        Set<String> names = new HashSet<>();
        kept.privateIdentities().forEach(user -> names.add(user.identity()));
        users.values().stream().filter(row -> !names.contains(row.identity)).forEach(row -> {
            session.createMutationQuery("delete from Sequence q where q.privateIdentity = :id")
                    .setParameter("id", row.id).executeUpdate();
            session.delete(row);
        });
    }
}
