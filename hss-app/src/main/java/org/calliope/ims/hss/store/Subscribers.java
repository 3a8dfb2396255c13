package org.calliope.ims.hss.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

import org.calliope.ims.hss.model.IdentityType;
import org.hibernate.StatelessSession;

/**
 * Finding subscribers among very many: each statement goes along an index and reads little more than it returns. Safe
 * for any thread; blocks on SQL.
 */
public final class Subscribers {

    private static final String END = "\uFFFF";
    private static final char SEPARATOR = ' ';

    // the value that orders, the subscription's number, and where both come from
    private static final List<String> MATCHES = List.of(
            matching("u.searchKey", "u.subscription.id", "PrivateUser u"),
            matching("p.searchKey", "i.subscription.id", "PublicUser p join p.set i"),
            matching("p.displayKey", "i.subscription.id", "PublicUser p join p.set i"));

    private final Database database;

    /** Over an open database. */
    public Subscribers(Database database) {
        this.database = database;
    }

    /** Number of subscriptions. */
    public long count() {
        return database.query(connection ->
                Columns.count(connection, "select count(*) from ims_subscription"));
    }

    /** Name of the subscription that a private or public identity belongs to. */
    public Optional<String> subscriptionOf(String identity) {
        return database.read(session -> session.createSelectionQuery(
                "select u.subscription.name from PrivateUser u where u.identity = :identity", String.class)
                .setParameter("identity", identity).uniqueResultOptional().or(() -> session.createSelectionQuery(
                        "select p.set.subscription.name from PublicUser p where p.identity = :identity", String.class)
                        .setParameter("identity", identity).uniqueResultOptional()));
    }

    /** The subscription of this name, with the state of each of its identities. */
    public Optional<SubscriberRow> find(String subscription) {
        return database.read(session -> rows(session, session.createSelectionQuery(
                "select s.id from Subscription s where s.name = :name", Long.class)
                .setParameter("name", subscription).getResultList())).stream().findFirst();
    }

    /** Who serves the subscription of this name, and which of its sets are registered; empty when there is none. */
    public Optional<SubscriptionState> state(String name) {
        return database.read(session -> session.createSelectionQuery(
                "select coalesce(s.serverName, '') from Subscription s where s.name = :name", String.class)
                .setParameter("name", name).uniqueResultOptional()
                .map(server -> new SubscriptionState(server, sets(session, name))));
    }

    private static List<SubscriptionState.OfSet> sets(StatelessSession session, String name) {
        Map<Long, RegistrationState> states = new LinkedHashMap<>();
        Map<Long, List<String>> publics = new LinkedHashMap<>();
        Map<Long, List<SubscriptionState.OfUser>> privates = new LinkedHashMap<>();
        session.createSelectionQuery("select i.id, i.state, p.identity from PublicUser p join p.set i "
                + "where i.subscription.name = :name order by i.id, p.place", SetIdentity.class)
                .setParameter("name", name).getResultList().forEach(of -> {
                    states.put(of.set(), of.state());
                    publics.computeIfAbsent(of.set(), id -> new ArrayList<>()).add(of.identity());
                });
        session.createSelectionQuery("select m.set.id, m.privateIdentity.identity, m.registered, m.authPending "
                + "from SetMember m where m.set.subscription.name = :name order by m.id", SetUser.class)
                .setParameter("name", name).getResultList().forEach(of -> privates.computeIfAbsent(of.set(),
                        id -> new ArrayList<>()).add(new SubscriptionState.OfUser(of.identity(), of.registered(),
                                of.authenticating())));
        return states.entrySet().stream().map(set -> new SubscriptionState.OfSet(set.getValue(),
                publics.get(set.getKey()), privates.getOrDefault(set.getKey(), List.of()))).toList();
    }

    /** A page of subscribers. */
    public SubscriberPage find(SubscriberSearch search) {
        return database.read(session -> {
            Map<Long, Place> found = search.text().isBlank() ? ordered(session, search) : matching(session, search);
            List<Long> ids = found.keySet().stream().limit(search.limit()).toList();
            Optional<String> next = found.size() > search.limit()
                    ? Optional.of(found.get(ids.get(ids.size() - 1)).cursor()) : Optional.empty();
            return new SubscriberPage(rows(session, ids), next, total(session, search, found.size(), next.isPresent()));
        });
    }

    private static OptionalLong total(StatelessSession session, SubscriberSearch search, int found, boolean more) {
        if (search.text().isBlank()) {
            return OptionalLong.of(session.createSelectionQuery("select count(*) from Subscription", Long.class)
                    .getSingleResult());
        }
        return more || !search.after().isEmpty() ? OptionalLong.empty() : OptionalLong.of(found);
    }

    private static Map<Long, Place> matching(StatelessSession session, SubscriberSearch search) {
        String from = search.text().strip().toLowerCase(Locale.ROOT).replaceFirst("^(sips?|tel):", "");
        Place after = Place.of(search.after(), from);
        Map<Long, Place> found = new LinkedHashMap<>();
        MATCHES.stream().flatMap(query -> session.createSelectionQuery(query, Place.class)
                .setParameter("key", after.key()).setParameter("id", after.id()).setParameter("end", from + END)
                .setMaxResults(search.limit() + 1).getResultList().stream()).sorted()
                .forEach(place -> found.putIfAbsent(place.id(), place));
        return found;
    }

    private static String matching(String key, String id, String from) {
        return "select " + key + ", " + id + " from " + from + " where " + key + " >= :key and " + key + " < :end and ("
                + key + " > :key or " + id + " > :id) order by " + key + ", " + id;
    }

    private static Map<Long, Place> ordered(StatelessSession session, SubscriberSearch search) {
        boolean down = search.sort() == SubscriberSearch.Sort.NAME_DOWN
                || search.sort() == SubscriberSearch.Sort.NEWEST;
        String key = switch (search.sort()) {
            case NAME, NAME_DOWN -> "s.name";
            case SERVER -> "s.serverName";
            case NEWEST -> "'' || s.id";
        };
        Place after = Place.of(search.after(), "");
        String condition = search.after().isEmpty() ? search.sort() == SubscriberSearch.Sort.SERVER
                ? " where s.serverName is not null" : "" : switch (search.sort()) {
                    case NAME -> " where s.name > :key";
                    case NAME_DOWN -> " where s.name < :key";
                    case SERVER -> " where s.serverName >= :key and (s.serverName > :key or s.id > :id)";
                    case NEWEST -> " where s.id < :id";
                };
        var query = session.createSelectionQuery("select " + key + ", s.id from Subscription s" + condition
                + " order by " + (search.sort() == SubscriberSearch.Sort.NEWEST ? "s.id desc"
                        : key + (down ? " desc" : "") + ", s.id"), Place.class).setMaxResults(search.limit() + 1);
        if (condition.contains(":key")) {
            query.setParameter("key", after.key());
        }
        if (condition.contains(":id")) {
            query.setParameter("id", after.id());
        }
        Map<Long, Place> found = new LinkedHashMap<>();
        query.getResultList().forEach(place -> found.put(place.id(), place));
        return found;
    }

    private static List<SubscriberRow> rows(StatelessSession session, List<Long> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        Map<Long, List<String>> privates = new LinkedHashMap<>();
        Map<Long, List<SubscriberRow.PublicRow>> publics = new LinkedHashMap<>();
        session.createSelectionQuery("select u.subscription.id, u.identity from PrivateUser u "
                + "where u.subscription.id in (:ids) order by u.id", User.class).setParameter("ids", ids)
                .getResultList().forEach(user ->
                        privates.computeIfAbsent(user.subscription(), id -> new ArrayList<>()).add(user.identity()));
        session.createSelectionQuery("""
                select i.subscription.id, p.identity, p.displayName, p.barred, p.identityType, i.state
                from PublicUser p join p.set i where i.subscription.id in (:ids) order by i.id, p.place""",
                FoundPublic.class).setParameter("ids", ids).getResultList()
                .forEach(p -> publics.computeIfAbsent(p.subscription(), id -> new ArrayList<>()).add(p.row()));
        Map<Long, Head> heads = new LinkedHashMap<>();
        session.createSelectionQuery("select s.id, s.name, coalesce(s.serverName, '') from Subscription s "
                + "where s.id in (:ids)", Head.class).setParameter("ids", ids).getResultList()
                .forEach(head -> heads.put(head.id(), head));
        return ids.stream().flatMap(id -> Stream.ofNullable(heads.get(id))).map(head -> new SubscriberRow(head.name(),
                head.server(), privates.getOrDefault(head.id(), List.of()),
                publics.getOrDefault(head.id(), List.of()))).toList();
    }

    /** Where a subscription stands in an order. */
    record Place(String key, Long id) implements Comparable<Place> {

        static Place of(String cursor, String otherwise) {
            int at = cursor.indexOf(SEPARATOR);
            try {
                return at < 0 ? new Place(otherwise, -1L)
                        : new Place(cursor.substring(at + 1), Long.valueOf(cursor.substring(0, at)));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("this is no place where a page begins", e);
            }
        }

        String cursor() {
            return id + String.valueOf(SEPARATOR) + key;
        }

        @Override
        public int compareTo(Place other) {
            return Comparator.comparing(Place::key).thenComparing(Place::id).compare(this, other);
        }
    }

    record Head(Long id, String name, String server) { }

    record SetIdentity(Long set, RegistrationState state, String identity) { }

    record SetUser(Long set, String identity, boolean registered, boolean authenticating) { }

    record User(Long subscription, String identity) { }

    record FoundPublic(Long subscription, String identity, String displayName, boolean barred, IdentityType type,
                       RegistrationState state) {
        SubscriberRow.PublicRow row() {
            return new SubscriberRow.PublicRow(identity, displayName, barred, type, state);
        }
    }
}
