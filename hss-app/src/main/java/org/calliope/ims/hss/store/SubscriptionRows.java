package org.calliope.ims.hss.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.calliope.ims.hss.model.PrivateUser;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.model.Subscription;
import org.hibernate.StatelessSession;

/** Rows made of documents, gathered to be inserted kind by kind, which is what lets JDBC batch them. */
final class SubscriptionRows {

    private final StatelessSession session;
    private final Map<String, ServiceProfileEntity> profiles = new HashMap<>();
    private final Map<String, ApplicationServerEntity> servers = new HashMap<>();
    private final Map<String, CapabilitySetEntity> capabilities = new HashMap<>();
    private final Map<String, ChargingSetEntity> charging = new HashMap<>();
    private final List<SubscriptionEntity> subscriptions = new ArrayList<>();
    private final List<PrivateIdentityEntity> users = new ArrayList<>();
    private final Map<PrivateIdentityEntity, Long> sequences = new HashMap<>();
    private final List<ImplicitSetEntity> sets = new ArrayList<>();
    private final List<PublicIdentityEntity> identities = new ArrayList<>();
    private final List<SetMemberEntity> members = new ArrayList<>();

    SubscriptionRows(StatelessSession session) {
        this.session = session;
    }

    void fill(SubscriptionEntity row, Subscription document) {
        row.name = document.name();
        row.visitedNetworks = String.join(" ", document.visitedNetworks());
        row.capabilitySet = document.capabilitySet().isEmpty() ? null : capabilities.computeIfAbsent(
                document.capabilitySet(), name -> NamedShelf.referred(session, CapabilitySetEntity.class,
                        "Capabilities", Kind.CAPABILITY_SET, name));
        row.chargingSet = document.chargingSet().isEmpty() ? null : charging.computeIfAbsent(document.chargingSet(),
                name -> NamedShelf.referred(session, ChargingSetEntity.class, "Charging", Kind.CHARGING_SET, name));
    }

    void fill(PrivateIdentityEntity row, PrivateUser document) {
        row.identity = document.identity();
        row.searchKey = document.identity().toLowerCase(Locale.ROOT);
        row.authScheme = document.scheme();
        if (!document.secret().keeps()) {
            row.secret = document.secret().bytes();
        }
        if (row.secret == null) {
            throw new IllegalArgumentException("private identity " + document.identity()
                    + " needs something to prove itself by: a password, or the keys of its SIM");
        }
    }

    void fill(PublicIdentityEntity row, PublicUser document, ImplicitSetEntity set, int place) {
        row.set = set;
        row.place = place;
        row.identity = document.identity();
        row.searchKey = document.identity().substring(document.identity().indexOf(':') + 1).toLowerCase(Locale.ROOT);
        row.identityType = document.type();
        row.barred = document.barred();
        row.displayName = document.displayName();
        row.displayKey = document.displayName().toLowerCase(Locale.ROOT);
        row.aliasGroup = document.aliasGroup();
        row.active = document.active();
        row.serviceProfile = profiles.computeIfAbsent(document.serviceProfile(), name -> NamedShelf.referred(session,
                ServiceProfileEntity.class, "ServiceProfile", Kind.SERVICE_PROFILE, name));
        row.applicationServer = document.applicationServer().isEmpty() ? null : servers.computeIfAbsent(
                document.applicationServer(), name -> NamedShelf.referred(session, ApplicationServerEntity.class,
                        "Server", Kind.APPLICATION_SERVER, name));
    }

    void add(SubscriptionEntity row) {
        subscriptions.add(row);
    }

    PrivateIdentityEntity newUser(SubscriptionEntity subscription, PrivateUser document) {
        PrivateIdentityEntity row = new PrivateIdentityEntity();
        row.subscription = subscription;
        fill(row, document);
        users.add(row);
        if (document.sequenceNumber() > 0) {
            sequences.put(row, document.sequenceNumber());
        }
        return row;
    }

    ImplicitSetEntity newSet(SubscriptionEntity subscription) {
        ImplicitSetEntity row = new ImplicitSetEntity();
        row.subscription = subscription;
        sets.add(row);
        return row;
    }

    void newIdentity(ImplicitSetEntity set, PublicUser document, int place) {
        PublicIdentityEntity row = new PublicIdentityEntity();
        fill(row, document, set, place);
        identities.add(row);
    }

    void newMember(ImplicitSetEntity set, PrivateIdentityEntity user) {
        SetMemberEntity row = new SetMemberEntity();
        row.set = set;
        row.privateIdentity = user;
        members.add(row);
    }

    /** In the order of the foreign keys. */
    void insert() {
        session.insertMultiple(subscriptions);
        session.insertMultiple(users);
        session.insertMultiple(sets);
        session.insertMultiple(identities);
        session.insertMultiple(members);
        List<SequenceNumberEntity> numbers = new ArrayList<>();
        sequences.forEach((user, sqn) -> {
            SequenceNumberEntity row = new SequenceNumberEntity();
            row.privateIdentity = user.id;
            row.sqn = sqn;
            numbers.add(row);
        });
        session.insertMultiple(numbers);
    }
}
