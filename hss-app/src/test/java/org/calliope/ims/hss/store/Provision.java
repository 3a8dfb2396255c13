package org.calliope.ims.hss.store;

import java.util.List;
import java.util.stream.Stream;

import org.calliope.ims.cx.AuthScheme;

/** Subscribers as the tests need them. */
public final class Provision {

    public static final Secret SECRET = new Secret(AuthScheme.SIP_DIGEST, "ims.example",
            "0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210");

    private Provision() {
    }

    public static NewSubscriber subscriber(String impi, String... impus) {
        return subscriber(impi, Stream.of(impus).map(NewSubscriber.NewIdentity::of).toList());
    }

    public static NewSubscriber subscriber(String impi, List<NewSubscriber.NewIdentity> impus) {
        return new NewSubscriber(impi, SECRET, impus, List.of("*"));
    }

    /** What the REST interface has no word for: a second set, and a second private identity sharing a set. */
    public static void share(Database database, String impi, String impu) {
        database.change(session -> {
            ImplicitSetEntity set = session.createSelectionQuery(
                    "select i from PublicUser p join p.set i where p.identity = :impu", ImplicitSetEntity.class)
                    .setParameter("impu", impu).getSingleResult();
            PrivateIdentityEntity user = new PrivateIdentityEntity();
            user.subscription = set.subscription;
            user.identity = impi;
            user.authScheme = SECRET.scheme();
            user.realm = SECRET.realm();
            user.ha1 = SECRET.ha1();
            user.plainHa1 = SECRET.plainHa1();
            session.insert(user);
            SetMemberEntity member = new SetMemberEntity();
            member.set = set;
            member.privateIdentity = user;
            session.insert(member);
        });
    }

    public static void secondSet(Database database, String impi, String impu) {
        database.change(session -> {
            PrivateIdentityEntity user = session.createSelectionQuery(
                    "select u from PrivateUser u where u.identity = :impi", PrivateIdentityEntity.class)
                    .setParameter("impi", impi).getSingleResult();
            ServiceProfileEntity profile = new ServiceProfileEntity();
            profile.subscription = user.subscription;
            session.insert(profile);
            ImplicitSetEntity set = new ImplicitSetEntity();
            set.subscription = user.subscription;
            session.insert(set);
            PublicIdentityEntity identity = new PublicIdentityEntity();
            identity.set = set;
            identity.serviceProfile = profile;
            identity.identity = impu;
            identity.identityType = IdentityType.PUBLIC_USER;
            session.insert(identity);
            SetMemberEntity member = new SetMemberEntity();
            member.set = set;
            member.privateIdentity = user;
            session.insert(member);
        });
    }

    public static void capabilities(Database database, String impi, String mandatory, String optional) {
        database.change(session -> session.createMutationQuery("""
                update Subscription s set s.mandatoryCapabilities = :m, s.optionalCapabilities = :o
                where s.id = (select u.subscription.id from PrivateUser u where u.identity = :impi)""")
                .setParameter("m", mandatory).setParameter("o", optional).setParameter("impi", impi).executeUpdate());
    }

    public static void scheme(Database database, String impi, AuthScheme scheme) {
        database.change(session -> session.createMutationQuery(
                "update PrivateUser u set u.authScheme = :scheme where u.identity = :impi")
                .setParameter("scheme", scheme).setParameter("impi", impi).executeUpdate());
    }

    /** Grows by one with every change of the subscription. */
    public static int version(Database database, String impi) {
        return database.read(session -> session.createSelectionQuery(
                "select u.subscription.version from PrivateUser u where u.identity = :impi", Integer.class)
                .setParameter("impi", impi).getSingleResult());
    }

    /** Empties every table. */
    public static void clear(Database database) {
        database.change(session -> Stream.of("SetMember", "PublicUser", "ImplicitSet", "ServiceProfile", "PrivateUser",
                "Subscription").forEach(entity -> session.createMutationQuery("delete from " + entity).executeUpdate()));
    }
}
