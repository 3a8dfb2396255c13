package org.calliope.ims.hss.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.hibernate.StatelessSession;
import org.hibernate.exception.ConstraintViolationException;

/** Provisioning: adding, removing and finding subscribers. Safe for any thread; blocks on SQL. */
public final class Subscribers {

    private static final int CHUNK = 500;

    private static final String MATCHING = """
            from PrivateUser u where :like = '' or lower(u.identity) like :like escape '\\'
            or exists (select 1 from SetMember m join PublicUser p on p.set = m.set
                       where m.privateIdentity = u and lower(p.identity) like :like escape '\\')
            """;

    private final Database database;

    /** Over an open database. */
    public Subscribers(Database database) {
        this.database = database;
    }

    /** Number of private identities. */
    public long count() {
        return database.read(session ->
                session.createSelectionQuery("select count(u.id) from PrivateUser u", Long.class).getSingleResult());
    }

    /**
     * Adds all or none, and has them on disk when it returns.
     *
     * @throws IdentityTaken when one of the identities exists, or comes twice
     */
    public void add(List<NewSubscriber> all) {
        for (int from = 0; from < all.size(); from += CHUNK) {
            refuseTaken(all.subList(from, Math.min(all.size(), from + CHUNK)));
        }
        try {
            database.change(session -> insert(session, all));
        } catch (ConstraintViolationException e) {
            // two requests at once, or one identity twice in this one: the table's unique keys decide
            throw new IdentityTaken("one of these identities");
        }
        database.sync();
    }

    private void refuseTaken(List<NewSubscriber> some) {
        List<String> impis = some.stream().map(NewSubscriber::privateIdentity).toList();
        List<String> impus = some.stream().flatMap(s -> s.publicIdentities().stream())
                .map(NewSubscriber.NewIdentity::identity).toList();
        List<String> taken = database.read(session -> {
            List<String> found = new ArrayList<>(session.createSelectionQuery(
                    "select u.identity from PrivateUser u where u.identity in (:all)", String.class)
                    .setParameter("all", impis).getResultList());
            found.addAll(session.createSelectionQuery(
                    "select p.identity from PublicUser p where p.identity in (:all)", String.class)
                    .setParameter("all", impus).getResultList());
            return found;
        });
        if (!taken.isEmpty()) {
            throw new IdentityTaken(taken.get(0));
        }
    }

    private static void insert(StatelessSession session, List<NewSubscriber> all) {
        List<Object> subscriptions = new ArrayList<>();
        List<Object> privates = new ArrayList<>();
        List<Object> profiles = new ArrayList<>();
        List<Object> sets = new ArrayList<>();
        List<Object> publics = new ArrayList<>();
        List<Object> members = new ArrayList<>();
        for (NewSubscriber one : all) {
            SubscriptionEntity subscription = new SubscriptionEntity();
            subscription.visitedNetworks = String.join(" ", one.visitedNetworks());
            PrivateIdentityEntity user = privateIdentity(one, subscription);
            ImplicitSetEntity set = new ImplicitSetEntity();
            set.subscription = subscription;
            SetMemberEntity member = new SetMemberEntity();
            member.set = set;
            member.privateIdentity = user;
            subscriptions.add(subscription);
            privates.add(user);
            sets.add(set);
            members.add(member);
            Map<Boolean, ServiceProfileEntity> profileOf = new LinkedHashMap<>();
            for (int place = 0; place < one.publicIdentities().size(); place++) {
                NewSubscriber.NewIdentity from = one.publicIdentities().get(place);
                ServiceProfileEntity profile = profileOf.computeIfAbsent(from.unregisteredServices(),
                        unregistered -> serviceProfile(unregistered, subscription));
                publics.add(publicIdentity(from, set, profile, place));
            }
            profiles.addAll(profileOf.values());
        }
        // in the order of the foreign keys, each kind in one go: that is what lets JDBC batch them
        for (List<Object> kind : List.of(subscriptions, privates, profiles, sets, publics, members)) {
            session.insertMultiple(kind);
        }
    }

    private static PrivateIdentityEntity privateIdentity(NewSubscriber from, SubscriptionEntity subscription) {
        PrivateIdentityEntity user = new PrivateIdentityEntity();
        user.subscription = subscription;
        user.identity = from.privateIdentity();
        user.authScheme = from.secret().scheme();
        user.realm = from.secret().realm();
        user.ha1 = from.secret().ha1();
        user.plainHa1 = from.secret().plainHa1();
        return user;
    }

    private static ServiceProfileEntity serviceProfile(boolean unregistered, SubscriptionEntity subscription) {
        ServiceProfileEntity profile = new ServiceProfileEntity();
        profile.subscription = subscription;
        profile.unregisteredServices = unregistered;
        return profile;
    }

    private static PublicIdentityEntity publicIdentity(NewSubscriber.NewIdentity from, ImplicitSetEntity set,
            ServiceProfileEntity profile, int place) {
        PublicIdentityEntity identity = new PublicIdentityEntity();
        identity.set = set;
        identity.serviceProfile = profile;
        identity.place = place;
        identity.identity = from.identity();
        identity.identityType = from.type();
        identity.barred = from.barred();
        identity.displayName = from.displayName();
        return identity;
    }

    /**
     * Removes the private identity, the sets nobody else has a share in, and the subscription when it was the last.
     *
     * @return false when there is no such private identity
     */
    public boolean remove(String impi) {
        boolean removed = database.write(session -> {
            Long user = session.createSelectionQuery(
                    "select u.id from PrivateUser u where u.identity = :impi", Long.class)
                    .setParameter("impi", impi).uniqueResult();
            if (user == null) {
                return false;
            }
            Long subscription = session.createSelectionQuery(
                    "select u.subscription.id from PrivateUser u where u.id = :user", Long.class)
                    .setParameter("user", user).getSingleResult();
            remove(session, user, subscription);
            return true;
        });
        if (removed) {
            database.sync();
        }
        return removed;
    }

    private static void remove(StatelessSession session, Long user, Long subscription) {
        delete(session, "delete from SetMember m where m.privateIdentity.id = :id", user);
        delete(session, "delete from PrivateUser u where u.id = :id", user);
        List<Long> orphans = session.createSelectionQuery("""
                select i.id from ImplicitSet i where i.subscription.id = :id
                and not exists (select 1 from SetMember m where m.set = i)""", Long.class)
                .setParameter("id", subscription).getResultList();
        for (Long set : orphans) {
            delete(session, "delete from PublicUser p where p.set.id = :id", set);
            delete(session, "delete from ImplicitSet i where i.id = :id", set);
        }
        long others = session.createSelectionQuery(
                "select count(u.id) from PrivateUser u where u.subscription.id = :id", Long.class)
                .setParameter("id", subscription).getSingleResult();
        if (others == 0) {
            delete(session, "delete from ServiceProfile f where f.subscription.id = :id", subscription);
            delete(session, "delete from Subscription s where s.id = :id", subscription);
        }
    }

    private static void delete(StatelessSession session, String statement, Long id) {
        session.createMutationQuery(statement).setParameter("id", id).executeUpdate();
    }

    /**
     * Subscribers one of whose identities contains the text, ordered by private identity.
     *
     * @param text   part of an identity, upper and lower case alike; "" for all
     * @param offset place of the first row, 0 and more
     * @param limit  rows at most, 1..200
     */
    public SubscriberPage find(String text, int offset, int limit) {
        String like = text.isEmpty() ? "" : "%" + text.toLowerCase(Locale.ROOT)
                .replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
        return database.read(session -> {
            long total = session.createSelectionQuery("select count(u.id) " + MATCHING, Long.class)
                    .setParameter("like", like).getSingleResult();
            List<Found> found = session.createSelectionQuery(
                    "select u.id, u.identity, coalesce(u.subscription.serverName, '') " + MATCHING
                    + " order by u.identity", Found.class)
                    .setParameter("like", like).setFirstResult(offset).setMaxResults(limit).getResultList();
            return new SubscriberPage(total, offset, rows(session, found));
        });
    }

    private static List<SubscriberRow> rows(StatelessSession session, List<Found> found) {
        Map<Long, List<SubscriberRow.PublicRow>> publics = new LinkedHashMap<>();
        found.forEach(f -> publics.put(f.id(), new ArrayList<>()));
        if (!found.isEmpty()) {
            session.createSelectionQuery("""
                    select m.privateIdentity.id, p.identity, p.displayName, p.barred, i.state
                    from SetMember m join m.set i join PublicUser p on p.set = i
                    where m.privateIdentity.id in (:users) order by i.id, p.place""", FoundPublic.class)
                    .setParameter("users", publics.keySet()).getResultList()
                    .forEach(p -> publics.get(p.user()).add(p.row()));
        }
        return found.stream().map(f -> new SubscriberRow(f.identity(), f.server(), publics.get(f.id()))).toList();
    }

    record Found(Long id, String identity, String server) { }

    record FoundPublic(Long user, String identity, String displayName, boolean barred, RegistrationState state) {
        SubscriberRow.PublicRow row() {
            return new SubscriberRow.PublicRow(identity, displayName, barred, state);
        }
    }
}
