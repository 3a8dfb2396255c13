package org.calliope.ims.hss.store;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.calliope.ims.cx.AuthScheme;
import org.calliope.ims.hss.model.CapabilitySet;
import org.calliope.ims.hss.model.IdentityType;
import org.calliope.ims.hss.model.ImplicitSet;
import org.calliope.ims.hss.model.PrivateUser;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.model.Sealed;
import org.calliope.ims.hss.model.ServiceProfile;
import org.calliope.ims.hss.model.Subscription;
import org.calliope.ims.hss.secret.Credentials;
import org.calliope.ims.hss.secret.DigestSecret;
import org.calliope.ims.hss.secret.Vault;

/** Subscribers as the tests need them. */
public final class Provision {

    public static final String HA1 = "0123456789abcdef0123456789abcdef";
    public static final String PLAIN_HA1 = "fedcba9876543210fedcba9876543210";
    public static final Credentials CREDENTIALS = new Credentials(Optional.of(new DigestSecret("ims.example", HA1,
            PLAIN_HA1, "", "")), Optional.empty(), AuthScheme.SIP_DIGEST);

    /** One for all databases of a build, for some of them outlive a test. */
    private static final Path KEYS = Path.of("target", "test-keys");

    private static final Actor TEST = new Actor("test");

    private Provision() {
    }

    public static Database open(DatabaseAddress address) {
        return Database.open(address, KEYS);
    }

    public static PrivateUser user(String impi) {
        return user(impi, CREDENTIALS);
    }

    public static PrivateUser user(String impi, Credentials credentials) {
        return new PrivateUser(impi, credentials.preferred(), new Sealed(credentials.seal(Vault.at(KEYS, false), impi)), 0);
    }

    public static Subscription subscriber(String impi, String... impus) {
        return subscriber(impi, Stream.of(impus).map(PublicUser::of).toList());
    }

    public static Subscription subscriber(String impi, List<PublicUser> impus) {
        return Subscription.of(user(impi), impus);
    }

    public static Subscription visiting(Subscription of, String... networks) {
        return new Subscription(of.name(), of.capabilitySet(), of.chargingSet(), List.of(networks),
                of.privateIdentities(), of.implicitSets());
    }

    public static PublicUser identity(String uri, String name, boolean barred, IdentityType type,
            boolean unregisteredServices) {
        return new PublicUser(uri, type, barred, name, "", unregisteredServices ? "unregistered"
                : ServiceProfile.DEFAULT, "", true);
    }

    public static void add(Database database, Subscription... all) {
        provisioning(database).createAll(List.of(all), TEST);
    }

    private static Provisioning provisioning(Database database) {
        return new Provisioning(database, Clock.systemUTC());
    }

    /** A second private identity that shares the set of a public one. */
    public static void share(Database database, String impi, String impu) {
        change(database, impu, old -> {
            List<PrivateUser> users = new ArrayList<>(old.privateIdentities());
            users.add(user(impi));
            List<ImplicitSet> sets = old.implicitSets().stream().map(set -> {
                List<String> members = new ArrayList<>(set.privateIdentities());
                boolean shared = set.publicIdentities().stream().anyMatch(p -> p.identity().equals(impu));
                return new ImplicitSet(shared ? with(members, impi) : members, set.publicIdentities());
            }).toList();
            return new Subscription(old.name(), old.capabilitySet(), old.chargingSet(), old.visitedNetworks(), users,
                    sets);
        });
    }

    private static List<String> with(List<String> all, String one) {
        all.add(one);
        return all;
    }

    /** A second implicit registration set of a private identity. */
    public static void secondSet(Database database, String impi, String impu) {
        change(database, impi, old -> {
            List<ImplicitSet> sets = new ArrayList<>(old.implicitSets());
            sets.add(new ImplicitSet(List.of(impi), List.of(PublicUser.of(impu))));
            return new Subscription(old.name(), old.capabilitySet(), old.chargingSet(), old.visitedNetworks(),
                    old.privateIdentities(), sets);
        });
    }

    public static void capabilities(Database database, String impi, List<Long> mandatory, List<Long> optional) {
        provisioning(database).create(Kind.CAPABILITY_SET, new CapabilitySet("wanted", mandatory, optional, List.of()),
                TEST);
        change(database, impi, old -> new Subscription(old.name(), "wanted", old.chargingSet(), old.visitedNetworks(),
                old.privateIdentities(), old.implicitSets()));
    }

    public static void change(Database database, String identity,
            UnaryOperator<Subscription> change) {
        Provisioning provisioning = provisioning(database);
        String name = new Subscribers(database).subscriptionOf(identity).orElseThrow();
        provisioning.replace(Kind.SUBSCRIPTION, name,
                change.apply(provisioning.find(Kind.SUBSCRIPTION, name).orElseThrow()), Optional.empty(), TEST);
    }

    /** Gives the private identity a SIM in place of its password. */
    public static void sim(Database database, String impi, Credentials sim) {
        change(database, impi, old -> new Subscription(old.name(), old.capabilitySet(), old.chargingSet(),
                old.visitedNetworks(), old.privateIdentities().stream().map(user ->
                        user.identity().equals(impi) ? user(impi, sim) : user).toList(), old.implicitSets()));
    }

    /** Sets SQN_HE of the private identity. */
    public static void sequence(Database database, String impi, long sqn) {
        change(database, impi, old -> new Subscription(old.name(), old.capabilitySet(), old.chargingSet(),
                old.visitedNetworks(), old.privateIdentities().stream().map(user -> user.identity().equals(impi)
                        ? new PrivateUser(impi, user.scheme(), user.secret(), sqn) : user).toList(),
                old.implicitSets()));
    }

    /** Does something while nobody else can change the secret of that private identity. */
    public static void whileHeld(Database database, String impi, Callable<?> work) throws Exception {
        Optional<Exception> failure = database.write(session -> {
            session.createMutationQuery("update PrivateUser set secret = secret where identity = :impi")
                    .setParameter("impi", impi).executeUpdate();
            try {
                work.call();
                return Optional.empty();
            } catch (Exception e) { // on to the test, out of the transaction
                return Optional.of(e);
            }
        });
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    /** Grows by one with every change of the subscription. */
    public static int version(Database database, String impi) {
        return database.read(session -> session.createSelectionQuery(
                "select u.subscription.version from PrivateUser u where u.identity = :impi", Integer.class)
                .setParameter("impi", impi).getSingleResult());
    }

    /** Empties every table, but for the two profiles that are there from the start. */
    public static void clear(Database database) {
        database.change(session -> {
            Stream.of("ShWatch", "ShInactiveDsai", "ShRepository", "SetMember", "PublicUser", "ImplicitSet", "Sequence", "PrivateUser", "Subscription",
                    "ProfileUse", "ProfileShared", "SharedUse", "SharedSet", "Criteria", "Server", "Capabilities",
                    "Charging", "Network", "Node", "Audit", "Import").forEach(entity ->
                            session.createMutationQuery("delete from " + entity).executeUpdate());
            session.createMutationQuery("delete from ServiceProfile f where f.id > 0").executeUpdate();
            Stream.of("push", "push_wave", "registration_event").forEach(table ->
                    session.createNativeMutationQuery("delete from " + table).executeUpdate());
        });
        database.catalogue().drop(true);
    }
}
