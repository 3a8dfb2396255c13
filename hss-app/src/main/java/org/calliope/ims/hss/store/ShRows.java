package org.calliope.ims.hss.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.calliope.ims.cx.ChargingInformation;
import org.calliope.ims.hss.model.ApplicationServer;
import org.calliope.ims.hss.model.FilterCriteria.ProfilePart;
import org.calliope.ims.hss.model.IdentityType;
import org.calliope.ims.identity.Wildcard;
import org.calliope.ims.identity.Wildcards;
import org.calliope.ims.sh.IdentitySet;
import org.calliope.ims.sh.ImsUserState;
import org.hibernate.StatelessSession;

/** What Sh reads of users, within one session. One thread, one use. */
public final class ShRows {

    private static final String TARGET = """
            select p.identity, p.identityType, p.barred, p.id, i.id, i.subscription.id, i.state, p.aliasGroup, p.active
            from PublicUser p join p.set i where p.identity = :identity""";
    private static final String SHARED_SETS = """
            (select m.set.id from SetMember m where m.privateIdentity.id in
                (select o.privateIdentity.id from SetMember o join o.privateIdentity u
                 where o.set.id = :set and (:user = '' or u.identity = :user)))""";
    private static final String TEL = "tel:+";

    private final StatelessSession session;

    ShRows(StatelessSession session) {
        this.session = session;
    }

    /** Repository data and DSAI. */
    public ShKept kept() {
        return new ShKept(session);
    }

    /** Subscriptions to notifications. */
    public ShWatches watches() {
        return new ShWatches(session);
    }

    /**
     * Locks the user's subscription until the transaction ends: what is told and who is to be told change one after the
     * other, as registrations do. Has to be the transaction's first statement, which sees what is committed by then.
     */
    public void lock(ShTarget of) {
        session.createMutationQuery("update Subscription s set s.name = s.name where s.id = :id")
                .setParameter("id", of.subscriptionId()).executeUpdate();
    }

    /** Queues the profile of the user for its S-CSCF, if it has one (TS 29.228 6.2). */
    public void pushProfile(ShTarget of, String by, Instant now) {
        String name = subscriptionName(of);
        session.doWork(connection -> {
            for (Push push : Served.of(connection, name).map(Served::profiles).orElse(List.of())) {
                PushTable.insert(connection, push, new Actor(by), now.toEpochMilli());
            }
        });
    }

    /** What is provisioned of the application server with this Diameter identity; several may share it. */
    public List<ApplicationServer> applicationServers(String host) {
        return session.createSelectionQuery("select s.name from Server s where lower(s.diameterHost) = :host",
                String.class).setParameter("host", host.toLowerCase(Locale.ROOT)).getResultList().stream()
                .map(name -> Shelves.of(Kind.APPLICATION_SERVER).find(session, name).orElseThrow()).toList();
    }

    /**
     * Finds the user.
     *
     * @param named a public identity, distinct or wildcarded, or a number of digits
     */
    public Optional<ShTarget> target(String named) {
        String identity = named.indexOf(':') < 0 ? TEL + named : named;
        return exact(named, identity).or(() -> wildcard(identity).flatMap(pattern -> exact(named, pattern)));
    }

    private Optional<ShTarget> exact(String named, String identity) {
        return session.createSelectionQuery(TARGET, Found.class).setParameter("identity", identity)
                .uniqueResultOptional().map(found -> found.target(named));
    }

    record Found(String identity, IdentityType type, boolean barred, long identityId, long setId, long subscriptionId,
                 RegistrationState state, String aliasGroup, boolean active) {

        ShTarget target(String named) {
            return new ShTarget(named, identity, type, barred, identityId, setId, subscriptionId, state, aliasGroup,
                    active);
        }
    }

    private Optional<String> wildcard(String identity) {
        return Wildcards.of(session.createSelectionQuery(
                "select p.identity from PublicUser p where p.identityType in (:types)", String.class)
                .setParameter("types", List.of(IdentityType.WILDCARDED_PSI, IdentityType.WILDCARDED_PUBLIC_USER))
                .getResultList()).matching(identity).map(Wildcard::text);
    }

    /** Name of the subscription, as it is provisioned by. */
    public String subscriptionName(ShTarget of) {
        return session.createSelectionQuery("select s.name from Subscription s where s.id = :id", String.class)
                .setParameter("id", of.subscriptionId()).getSingleResult();
    }

    /** Private identities that may register the identity. */
    public List<String> privateIdentities(ShTarget of) {
        return session.createSelectionQuery("""
                select u.identity from SetMember m join m.privateIdentity u where m.set.id = :set order by m.id""",
                String.class).setParameter("set", of.setId()).getResultList();
    }

    /**
     * Unbarred identities of the user (TS 29.328 7.6.2).
     *
     * @param user private identity, or "" for all that may register the identity
     */
    public List<String> identities(ShTarget of, IdentitySet set, String user) {
        if (of.type().service()) {
            boolean itself = set != IdentitySet.REGISTERED_IDENTITIES && set != IdentitySet.ALIAS_IDENTITIES;
            return itself && !of.barred() ? List.of(of.identity()) : List.of();
        }
        return switch (set) {
            case IMPLICIT_IDENTITIES -> unbarred("p.set.id = :set", of, "");
            case ALIAS_IDENTITIES -> aliases(of);
            case REGISTERED_IDENTITIES -> unbarred("p.set.state = REGISTERED and p.set.id in " + SHARED_SETS, of, user);
            case ALL_IDENTITIES -> unbarred("p.set.id in " + SHARED_SETS, of, user);
        };
    }

    private List<String> unbarred(String condition, ShTarget of, String user) {
        var query = session.createSelectionQuery("select p.identity from PublicUser p where p.barred = false and "
                + condition + " order by p.set.id, p.place", String.class).setParameter("set", of.setId());
        return (condition.contains(":user") ? query.setParameter("user", user) : query).getResultList();
    }

    private List<String> aliases(ShTarget of) {
        if (of.aliasGroup().isEmpty()) {
            return of.barred() ? List.of() : List.of(of.identity());
        }
        return session.createSelectionQuery("""
                select p.identity from PublicUser p where p.barred = false and p.aliasGroup = :alias
                and p.set.subscription.id = :subscription order by p.set.id, p.place""", String.class)
                .setParameter("alias", of.aliasGroup()).setParameter("subscription", of.subscriptionId())
                .getResultList();
    }

    /** Numbers of the user: its international tel URIs, as digits (TS 29.328 7.6.9). */
    public List<String> numbers(ShTarget of, String user) {
        List<String> numbers = new ArrayList<>();
        unbarred("p.identity like 'tel:+%' and p.identityType = PUBLIC_USER and p.set.id in " + SHARED_SETS, of, user)
                .stream().map(uri -> uri.substring(TEL.length()))
                .filter(number -> number.chars().allMatch(Character::isDigit)).forEach(numbers::add);
        return numbers;
    }

    /** The most registered state there is (TS 29.328 7.6.3). */
    public ImsUserState state(ShTarget of) {
        return switch (of.state()) {
            case REGISTERED -> ImsUserState.REGISTERED;
            case UNREGISTERED -> ImsUserState.REGISTERED_UNREG_SERVICES;
            case NOT_REGISTERED -> session.createSelectionQuery(
                    "select count(m.id) from SetMember m where m.set.id = :set and m.authPending = true", Long.class)
                    .setParameter("set", of.setId()).getSingleResult() > 0 ? ImsUserState.AUTHENTICATION_PENDING
                            : ImsUserState.NOT_REGISTERED;
        };
    }

    /** The assigned S-CSCF, "" for none. */
    public String serverName(ShTarget of) {
        return session.createSelectionQuery("select coalesce(s.serverName, '') from Subscription s where s.id = :id",
                String.class).setParameter("id", of.subscriptionId()).getSingleResult();
    }

    /** Addresses of its charging functions. */
    public Optional<ChargingInformation> charging(ShTarget of) {
        return session.createSelectionQuery("""
                select h.primaryEvent, h.secondaryEvent, h.primaryCollection, h.secondaryCollection
                from Subscription s join s.chargingSet h where s.id = :id""", ChargingInformation.class)
                .setParameter("id", of.subscriptionId()).uniqueResultOptional();
    }

    /** All criteria of the identity's service profile that lead to the application server, by their priority. */
    public List<ShCriterion> criteria(ShTarget of, String serverName) {
        List<ShCriterion> all = new ArrayList<>();
        for (String uses : List.of("ProfileUse u where u.serviceProfile.id = :profile", "SharedUse u where "
                + "u.sharedSet.id in (select s.sharedSet.id from ProfileShared s where s.serviceProfile.id = :profile)")) {
            all.addAll(session.createSelectionQuery("select u.priority, u.criteria.profilePart, "
                    + "u.criteria.triggerPoint, u.criteria.dsaiTags, u.criteria.applicationServer.name from " + uses
                    + " and u.criteria.applicationServer.serverName = :server order by u.priority, u.id", Use.class)
                    .setParameter("profile", profile(of)).setParameter("server", serverName).getResultList().stream()
                    .map(use -> use.criterion(session)).toList());
        }
        return all;
    }

    /** Whether a criterion of the identity that leads to the application server is bound to the DSAI-Tag. */
    public boolean bound(ShTarget of, String serverName, String tag) {
        return criteria(of, serverName).stream().anyMatch(criterion -> criterion.dsaiTags().contains(tag));
    }

    private long profile(ShTarget of) {
        return session.createSelectionQuery("select p.serviceProfile.id from PublicUser p where p.id = :id",
                Long.class).setParameter("id", of.identityId()).getSingleResult();
    }

    record Use(int priority, ProfilePart part, String trigger, String tags,
               String server) {

        ShCriterion criterion(StatelessSession session) {
            return new ShCriterion(priority, part, trigger, NamedShelf.words(tags),
                    Shelves.of(Kind.APPLICATION_SERVER).find(session, server).orElseThrow());
        }
    }
}
