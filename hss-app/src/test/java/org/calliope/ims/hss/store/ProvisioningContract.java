package org.calliope.ims.hss.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.calliope.ims.cx.AuthScheme;
import org.calliope.ims.hss.model.ApplicationServer;
import org.calliope.ims.hss.model.ApplicationServer.DefaultHandling;
import org.calliope.ims.hss.model.CapabilitySet;
import org.calliope.ims.hss.model.ChargingSet;
import org.calliope.ims.hss.model.FilterCriteria;
import org.calliope.ims.hss.model.FilterCriteria.ProfilePart;
import org.calliope.ims.hss.model.ImplicitSet;
import org.calliope.ims.hss.model.PrivateUser;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.model.Sealed;
import org.calliope.ims.hss.model.ServiceProfile;
import org.calliope.ims.hss.model.ServiceProfile.Use;
import org.calliope.ims.hss.model.ServingNode;
import org.calliope.ims.hss.model.SharedFilterSet;
import org.calliope.ims.hss.model.Subscription;
import org.calliope.ims.hss.model.VisitedNetwork;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What provisioning promises, whatever the database; a subclass says which one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ProvisioningContract {

    private static final String ALICE = "alice@ims.example";
    private static final String ALICE_SIP = "sip:alice@ims.example";
    private static final Actor ACTOR = new Actor("tester");
    private static final String TRIGGER = "<TriggerPoint><ConditionTypeCNF>0</ConditionTypeCNF>"
            + "<SPT><Group>0</Group><Method>INVITE</Method></SPT></TriggerPoint>";

    private Database database;
    private Provisioning provisioning;
    private RegistrationStore store;

    abstract DatabaseAddress address() throws Exception;

    @BeforeAll
    void open() throws Exception {
        database = Provision.open(address());
        provisioning = new Provisioning(database, Clock.systemUTC());
        store = new RegistrationStore(database);
    }

    @AfterAll
    void close() {
        database.close();
    }

    @BeforeEach
    void empty() {
        Provision.clear(database);
    }

    private void services() {
        provisioning.create(Kind.APPLICATION_SERVER, new ApplicationServer("mailbox", "sip:mail.ims.example:5070",
                DefaultHandling.SESSION_TERMINATED, "<info a='1'/>", true, false, "mail.ims.example", List.of(0, 10),
                List.of(0), List.of()), ACTOR);
        provisioning.create(Kind.FILTER_CRITERIA, new FilterCriteria("to-mailbox", "mailbox", ProfilePart.UNREGISTERED,
                TRIGGER), ACTOR);
        provisioning.create(Kind.SHARED_FILTER_SET, new SharedFilterSet("common", 7,
                List.of(new Use("to-mailbox", 3))), ACTOR);
        provisioning.create(Kind.SERVICE_PROFILE, new ServiceProfile("gold", Optional.of(2), true,
                List.of(new Use("to-mailbox", 0)), List.of("common")), ACTOR);
    }

    @Test
    void everyKindOfDocumentComesBackAsItWasGiven() {
        services();
        provisioning.create(Kind.CAPABILITY_SET, new CapabilitySet("video", List.of(1L, 4294967295L), List.of(3L),
                List.of("sip:s1.ims.example:5064")), ACTOR);
        provisioning.create(Kind.SERVING_NODE, new ServingNode("sip:s1.ims.example:5064", List.of(1L), "rack 3"), ACTOR);
        provisioning.create(Kind.CHARGING_SET, new ChargingSet("prepaid", "aaa://ocs.ims.example", "", "aaa://cdf.ims.example:3868",
                "aaa://cdf2.ims.example"), ACTOR);
        provisioning.create(Kind.VISITED_NETWORK, new VisitedNetwork("visited.example", "the other one"), ACTOR);
        Subscription alice = new Subscription("family", "video", "prepaid", List.of("visited.example"),
                List.of(Provision.user(ALICE), Provision.user("tablet@ims.example")),
                List.of(new ImplicitSet(List.of(ALICE), List.of(PublicUser.of(ALICE_SIP).served("gold").named("Alice Ä"),
                                PublicUser.of("tel:+15550100").withBarring())),
                        new ImplicitSet(List.of(ALICE, "tablet@ims.example"), List.of(PublicUser.of("sip:home@ims.example")))));
        provisioning.create(Kind.SUBSCRIPTION, alice, ACTOR);

        assertThat(provisioning.find(Kind.SUBSCRIPTION, "family")).contains(alice);
        assertThat(provisioning.find(Kind.SERVICE_PROFILE, "gold")).hasValueSatisfying(gold -> {
            assertThat(gold.filterCriteria()).containsExactly(new Use("to-mailbox", 0));
            assertThat(gold.sharedFilterSets()).containsExactly("common");
            assertThat(gold.mediaProfile()).contains(2);
        });
        assertThat(provisioning.find(Kind.FILTER_CRITERIA, "to-mailbox").orElseThrow().triggerPoint()).isEqualTo(TRIGGER);
        assertThat(provisioning.find(Kind.APPLICATION_SERVER, "mailbox").orElseThrow().shPull()).containsExactly(0, 10);
        assertThat(provisioning.find(Kind.CAPABILITY_SET, "video").orElseThrow().mandatory()).containsExactly(1L, 4294967295L);
        assertThat(provisioning.find(Kind.SHARED_FILTER_SET, "common").orElseThrow().number()).isEqualTo(7);
        assertThat(provisioning.list(Kind.SERVICE_PROFILE, "", 10)).extracting(ServiceProfile::name)
                .containsExactly("default", "gold", "unregistered");
        Situation seen = store.situation(ALICE, ALICE_SIP).orElseThrow();
        assertThat(store.catalogue().capabilities(seen).orElseThrow().mandatory()).containsExactly(1L, 4294967295L);
        assertThat(store.catalogue().capabilities(seen).orElseThrow().serverNames()).containsExactly("sip:s1.ims.example:5064");
        assertThat(store.catalogue().unregisteredServices(seen)).isTrue();
        assertThat(seen.mayVisit("visited.example")).isTrue();
        assertThat(seen.mayVisit("ims.example")).isFalse();
    }

    /** TS 29.328 table 7.6.1: what an older version took beyond it does not keep the document from being read. */
    @Test
    void shPermissionsThatTheTableHasNotAreLeftOutOfOlderRows() {
        services();
        database.change(session -> session.createMutationQuery("update Server set shPull = '0 10 25 99',"
                + " shUpdate = '0 17', shSubscribe = '32' where name = 'mailbox'").executeUpdate());
        assertThat(provisioning.find(Kind.APPLICATION_SERVER, "mailbox")).hasValueSatisfying(mailbox -> {
            assertThat(mailbox.shPull()).containsExactly(0, 10);
            assertThat(mailbox.shUpdate()).containsExactly(0);
            assertThat(mailbox.shSubscribe()).isEmpty();
        });
    }

    @Test
    void whatIsUsedCannotBeRemovedAndWhoUsesItIsSaid() {
        services();
        assertThatThrownBy(() -> provisioning.remove(Kind.APPLICATION_SERVER, "mailbox", Optional.empty(), ACTOR))
                .asInstanceOf(type(Refused.class)).satisfies(refused -> {
                    assertThat(refused.why()).isEqualTo(Refused.Why.IN_USE);
                    assertThat(refused).hasMessageContaining("initial filter criterion to-mailbox");
                });
        assertThat(provisioning.users(Kind.FILTER_CRITERIA, "to-mailbox"))
                .containsExactlyInAnyOrder("service profile gold", "shared iFC set common");
    }

    @Test
    void whatADocumentRefersToMustBeThere() {
        assertThatThrownBy(() -> Provision.add(database, Provision.subscriber(ALICE,
                List.of(PublicUser.of(ALICE_SIP).served("platinum"))))).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no service profile platinum");
        assertThat(provisioning.find(Kind.SUBSCRIPTION, ALICE)).isEmpty();
    }

    @Test
    void anIdentityCanBeProvisionedOnlyOnceAndNothingOfTheRestIsKept() {
        Provision.add(database, Provision.subscriber(ALICE, ALICE_SIP));

        assertThatThrownBy(() -> Provision.add(database, Provision.subscriber("bob@ims.example", "sip:bob@ims.example"),
                Provision.subscriber("eve@ims.example", ALICE_SIP))).hasMessageContaining(ALICE_SIP)
                .asInstanceOf(type(Refused.class))
                .satisfies(refused -> assertThat(refused.why()).isEqualTo(Refused.Why.TAKEN));
        assertThatThrownBy(() -> Provision.add(database, Provision.subscriber("bob@ims.example", "sip:bob@ims.example"),
                Provision.subscriber("bob@ims.example", "sip:bob2@ims.example"))).isInstanceOf(Refused.class);

        assertThat(new Subscribers(database).count()).isOne();
    }

    @Test
    void aChangedSubscriptionKeepsTheRegistrationOfWhatStays() {
        Provision.add(database, Provision.subscriber(ALICE, ALICE_SIP, "tel:+15550100"));
        Situation before = store.situation(ALICE, ALICE_SIP).orElseThrow();
        store.apply(new StateChange(before, "test").assign(Serving.named("sip:s1:5064")).share(before, true, false)
                .state(before, RegistrationState.REGISTERED));
        Subscription old = provisioning.find(Kind.SUBSCRIPTION, ALICE).orElseThrow();

        provisioning.replace(Kind.SUBSCRIPTION, ALICE, new Subscription(ALICE, "", "", old.visitedNetworks(),
                List.of(Provision.user(ALICE), Provision.user("watch@ims.example")),
                List.of(new ImplicitSet(List.of("watch@ims.example"), List.of(PublicUser.of("sip:watch@ims.example"))),
                        new ImplicitSet(List.of(ALICE, "watch@ims.example"), List.of(PublicUser.of("sip:alice.new@ims.example"),
                                PublicUser.of(ALICE_SIP).named("Alice"))))), Optional.empty(), ACTOR);

        Situation after = store.situation(ALICE, ALICE_SIP).orElseThrow();
        assertThat(after.state()).isEqualTo(RegistrationState.REGISTERED);
        assertThat(after.memberRegistered()).isTrue();
        assertThat(after.serverName()).contains("sip:s1:5064");
        assertThat(store.situation("tel:+15550100")).isEmpty();
        assertThat(store.profile(after)).extracting(ProfileRow::identity)
                .containsExactly("sip:alice.new@ims.example", ALICE_SIP);
        assertThat(store.situation("sip:watch@ims.example").orElseThrow().state())
                .isEqualTo(RegistrationState.NOT_REGISTERED);
    }

    @Test
    void aProcedureThatSawTheSubscriptionBeforeItWasChangedDecidesAgain() {
        Provision.add(database, Provision.subscriber(ALICE, ALICE_SIP));
        Situation seen = store.situation(ALICE, ALICE_SIP).orElseThrow();
        Subscription old = provisioning.find(Kind.SUBSCRIPTION, ALICE).orElseThrow();
        provisioning.replace(Kind.SUBSCRIPTION, ALICE, old, Optional.empty(), ACTOR);

        assertThat(store.apply(new StateChange(seen, "test").assign(Serving.named("sip:s1:5064")))).isFalse();
    }

    @Test
    void aSecretThatIsNotGivenAnewStays() {
        Provision.add(database, Provision.subscriber(ALICE, ALICE_SIP));
        Subscription old = provisioning.find(Kind.SUBSCRIPTION, ALICE).orElseThrow();
        var user = new PrivateUser(ALICE, AuthScheme.SIP_DIGEST, Sealed.KEEP, -1);

        provisioning.replace(Kind.SUBSCRIPTION, ALICE, new Subscription(ALICE, "", "", List.of(), List.of(user),
                old.implicitSets()), Optional.empty(), ACTOR);

        assertThat(store.credentials(ALICE)).contains(Provision.CREDENTIALS);
        assertThatThrownBy(() -> provisioning.create(Kind.SUBSCRIPTION, new Subscription("bob", "", "", List.of(),
                List.of(new PrivateUser("bob@ims.example", AuthScheme.SIP_DIGEST, Sealed.KEEP, -1)),
                List.of(new ImplicitSet(List.of("bob@ims.example"), List.of(PublicUser.of("sip:bob@ims.example"))))), ACTOR))
                .hasMessageContaining("needs something to prove itself by");
    }

    @Test
    void ofTwoWhoChangeWhatBothReadTheSecondIsToldToReadAgain() throws Exception {
        Provision.add(database, Provision.subscriber(ALICE, ALICE_SIP));
        Subscription read = provisioning.find(Kind.SUBSCRIPTION, ALICE).orElseThrow();
        String seen = Provisioning.tag(read);
        List<Callable<Boolean>> racers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Subscription mine = Provision.visiting(read, "n" + i + ".example");
            racers.add(() -> {
                try {
                    provisioning.replace(Kind.SUBSCRIPTION, ALICE, mine, Optional.of(seen), ACTOR);
                    return true;
                } catch (Refused overtaken) {
                    assertThat(overtaken.why()).isEqualTo(Refused.Why.OVERTAKEN);
                    return false;
                }
            });
        }
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            int won = 0;
            for (Future<Boolean> racer : pool.invokeAll(racers)) {
                won += racer.get() ? 1 : 0;
            }
            assertThat(won).isOne();
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void removingASubscriptionLeavesNothingBehindAndUndoingBringsItBackWithItsSecret() {
        Provision.add(database, Provision.subscriber(ALICE, ALICE_SIP, "tel:+15550100"));
        Subscription whole = provisioning.find(Kind.SUBSCRIPTION, ALICE).orElseThrow();

        provisioning.remove(Kind.SUBSCRIPTION, ALICE, Optional.of(Provisioning.tag(whole)), ACTOR);

        for (String entity : List.of("Subscription", "PrivateUser", "ImplicitSet", "PublicUser", "SetMember")) {
            assertThat(database.<Long>read(s -> s.createSelectionQuery("select count(*) from " + entity, Long.class)
                    .getSingleResult())).as(entity).isZero();
        }
        AuditEntry entry = provisioning.audit(0, 1).get(0);
        assertThat(entry.action()).isEqualTo(AuditEntry.Action.REMOVED);
        assertThat(entry.actor()).isEqualTo(ACTOR);
        assertThat(entry.before()).contains(ALICE_SIP).contains("***").doesNotContain(Provision.HA1);

        provisioning.undo(entry.id(), ACTOR);

        assertThat(provisioning.find(Kind.SUBSCRIPTION, ALICE)).contains(whole);
        assertThat(store.credentials(ALICE)).contains(Provision.CREDENTIALS);
        assertThat(provisioning.audit(0, 1).get(0).undoes()).contains(entry.id());
    }

    @Test
    void aChangeIsUndoneOnlyWhileNothingCameAfterIt() {
        services();
        ServiceProfile gold = provisioning.find(Kind.SERVICE_PROFILE, "gold").orElseThrow();
        ServiceProfile bare = new ServiceProfile("gold", Optional.empty(), false, List.of(), List.of());
        provisioning.replace(Kind.SERVICE_PROFILE, "gold", bare, Optional.of(Provisioning.tag(gold)), ACTOR);
        long change = provisioning.audit(0, 1).get(0).id();

        provisioning.undo(change, ACTOR);

        assertThat(provisioning.find(Kind.SERVICE_PROFILE, "gold")).contains(gold);
        assertThatThrownBy(() -> provisioning.undo(change, ACTOR)).asInstanceOf(type(Refused.class))
                .satisfies(refused -> assertThat(refused.why()).isEqualTo(Refused.Why.OVERTAKEN));
    }

    @Test
    void theAuditLogComesNewestFirstPageByPage() {
        services();
        List<AuditEntry> first = provisioning.audit(0, 3);
        assertThat(first).extracting(AuditEntry::subject).containsExactly("gold", "common", "to-mailbox");
        assertThat(provisioning.audit(first.get(2).id(), 3)).extracting(AuditEntry::subject).containsExactly("mailbox");
    }

    @Test
    void afterARotationEverySecretIsSealedByTheNewKeyAndOpensAsBefore() {
        List<Subscription> many = new ArrayList<>();
        for (int i = 0; i < 1201; i++) {
            many.add(Provision.subscriber("u" + i + "@ims.example", "sip:u" + i + "@ims.example"));
        }
        Provision.add(database, many.toArray(Subscription[]::new));
        List<Long> told = new ArrayList<>();
        KeyRotation rotation = new KeyRotation(database, provisioning);

        assertThat(rotation.rotate(ACTOR, told::add)).isEqualTo(1201);

        assertThat(told).containsExactly(500L, 1000L, 1201L);
        assertThat(database.<List<byte[]>>read(session -> session.createSelectionQuery(
                "select u.secret from PrivateUser u", byte[].class).getResultList()))
                .allMatch(database.vault()::currentKey);
        assertThat(store.credentials("u700@ims.example")).contains(Provision.CREDENTIALS);
        assertThat(rotation.brokenOff()).isFalse();
        assertThat(provisioning.audit(0, 1).get(0).subject()).contains("added; secrets are sealed anew");
    }
}
