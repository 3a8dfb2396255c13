package org.calliope.ims.hss.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.calliope.ims.hss.model.IdentityType;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.model.Subscription;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the store promises, whatever the database; a subclass says which one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class StoreContract {

    private static final String ALICE = "alice@ims.example";
    private static final String ALICE_SIP = "sip:alice@ims.example";
    private static final String S1 = "sip:127.0.0.1:5064";

    private Database database;
    private Subscribers subscribers;
    private RegistrationStore store;

    abstract DatabaseAddress address() throws Exception;

    @BeforeAll
    void open() throws Exception {
        database = Provision.open(address());
        subscribers = new Subscribers(database);
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

    @Test
    void aSubscriptionIsNotRegisteredAndServedByNobody() {
        Provision.add(database, Provision.subscriber(ALICE, ALICE_SIP, "tel:+15550100"));

        Situation seen = store.situation(ALICE, "tel:+15550100").orElseThrow();

        assertThat(seen.state()).isEqualTo(RegistrationState.NOT_REGISTERED);
        assertThat(seen.serverName()).isEmpty();
        assertThat(seen.associated()).isTrue();
        assertThat(seen.authPending()).isFalse();
        assertThat(seen.mayVisit("anywhere.example")).isTrue();
        assertThat(store.catalogue().capabilities(seen)).isEmpty();
        assertThat(store.profile(seen)).extracting(ProfileRow::identity).containsExactly(ALICE_SIP, "tel:+15550100");
        assertThat(store.aPrivateIdentity(seen)).contains(ALICE);
    }

    @Test
    void theUserPartOfAnIdentityIsComparedExactly() {
        Provision.add(database, Provision.subscriber(ALICE, ALICE_SIP), Provision.subscriber("ALICE@ims.example",
                "sip:ALICE@ims.example"));

        assertThat(store.situation(ALICE, "sip:ALICE@ims.example").orElseThrow().associated()).isFalse();
        assertThat(store.situation("sip:aLICE@ims.example")).isEmpty();
        assertThat(store.knowsPrivate("aLICE@ims.example")).isFalse();
    }

    @Test
    void theStateOfASubscriptionHasItsServerAndEverySet() {
        Provision.add(database, Provision.subscriber(ALICE, ALICE_SIP, "tel:+15550100"));
        Provision.secondSet(database, ALICE, "sip:work@ims.example");
        Situation seen = store.situation(ALICE, ALICE_SIP).orElseThrow();
        store.apply(new StateChange(seen, "test").assign(Serving.named(S1)).share(seen, true, false).state(seen, RegistrationState.REGISTERED));
        Situation other = store.situation(ALICE, "sip:work@ims.example").orElseThrow();
        store.apply(new StateChange(other, "test").share(other, false, true));

        SubscriptionState state = new Subscribers(database).state(ALICE).orElseThrow();
        assertThat(state.serverName()).isEqualTo(S1);
        assertThat(state.sets()).containsExactly(
                new SubscriptionState.OfSet(RegistrationState.REGISTERED, List.of(ALICE_SIP, "tel:+15550100"),
                        List.of(new SubscriptionState.OfUser(ALICE, true, false))),
                new SubscriptionState.OfSet(RegistrationState.NOT_REGISTERED, List.of("sip:work@ims.example"),
                        List.of(new SubscriptionState.OfUser(ALICE, false, true))));
        assertThat(new Subscribers(database).state("nobody")).isEmpty();
    }

    @Test
    void unknownIdentitiesAreEmptyNotErrors() {
        assertThat(store.situation("nobody@ims.example", "sip:nobody@ims.example")).isEmpty();
        assertThat(store.situations("nobody@ims.example")).isEmpty();
        assertThat(store.credentials("nobody@ims.example")).isEmpty();
    }

    @Test
    void theSecretComesBackAndIsNotInTheTableInClear() {
        Provision.add(database, Provision.subscriber(ALICE, ALICE_SIP));

        assertThat(store.credentials(ALICE)).contains(Provision.CREDENTIALS);
        byte[] kept = database.read(session -> session.createSelectionQuery("select u.secret from PrivateUser u",
                byte[].class).getSingleResult());
        assertThat(new String(kept, StandardCharsets.ISO_8859_1)).doesNotContain(Provision.HA1, "ims.example");
    }

    @Test
    void aChangeIsSeenByTheNextReader() {
        Provision.add(database, Provision.subscriber(ALICE, ALICE_SIP));
        Situation before = store.situation(ALICE, ALICE_SIP).orElseThrow();

        assertThat(store.apply(new StateChange(before, "test").assign(Serving.named(S1)).share(before, true, false)
                .state(before, RegistrationState.REGISTERED))).isTrue();

        Situation after = store.situation(ALICE, ALICE_SIP).orElseThrow();
        assertThat(after.serverName()).contains(S1);
        assertThat(after.state()).isEqualTo(RegistrationState.REGISTERED);
        assertThat(after.memberRegistered()).isTrue();
        assertThat(after.registeredMembers()).isOne();
        assertThat(store.situations(ALICE)).singleElement()
                .satisfies(s -> assertThat(s.state()).isEqualTo(RegistrationState.REGISTERED));
    }

    @Test
    void aChangeThatSaysNothingNewWritesNothing() {
        Provision.add(database, Provision.subscriber(ALICE, ALICE_SIP));
        Situation first = store.situation(ALICE, ALICE_SIP).orElseThrow();
        store.apply(new StateChange(first, "test").assign(Serving.named(S1)).share(first, true, false)
                .state(first, RegistrationState.REGISTERED));
        Situation seen = store.situation(ALICE, ALICE_SIP).orElseThrow();

        StateChange again = new StateChange(seen, "test").assign(Serving.named(S1)).share(seen, true, false)
                .state(seen, RegistrationState.REGISTERED);

        assertThat(again.empty()).isTrue();
        assertThat(store.apply(again)).isTrue();
        assertThat(store.situation(ALICE, ALICE_SIP).orElseThrow().version()).isEqualTo(seen.version());
    }

    @Test
    void aChangeFromAnOldViewIsRefused() {
        Provision.add(database, Provision.subscriber(ALICE, ALICE_SIP));
        Situation one = store.situation(ALICE, ALICE_SIP).orElseThrow();
        Situation two = store.situation(ALICE, ALICE_SIP).orElseThrow();

        assertThat(store.apply(new StateChange(one, "test").assign(Serving.named(S1)))).isTrue();
        assertThat(store.apply(new StateChange(two, "test").assign(Serving.named("sip:other:5064")))).isFalse();

        assertThat(store.situation(ALICE_SIP).orElseThrow().serverName()).contains(S1);
    }

    @Test
    void ofManyThatChangeOneSubscriptionFromTheSameViewExactlyOneWins() throws Exception {
        Provision.add(database, Provision.subscriber(ALICE, ALICE_SIP));
        Situation seen = store.situation(ALICE, ALICE_SIP).orElseThrow();
        List<Callable<Boolean>> racers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String server = "sip:s" + i + ":5064";
            racers.add(() -> store.apply(new StateChange(seen, "test").assign(Serving.named(server))));
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
    void serverIsHeldElsewhereWhileAnotherSetIsInUse() {
        Provision.add(database, Provision.subscriber(ALICE, ALICE_SIP));
        Provision.secondSet(database, ALICE, "sip:alice.work@ims.example");
        Situation home = store.situation(ALICE, ALICE_SIP).orElseThrow();
        Situation work = store.situation(ALICE, "sip:alice.work@ims.example").orElseThrow();
        assertThat(store.serverHeldElsewhere(home, List.of(home.setId()))).isFalse();

        store.apply(new StateChange(work, "test").share(work, false, true));

        assertThat(store.serverHeldElsewhere(home, List.of(home.setId()))).isTrue();
        assertThat(store.serverHeldElsewhere(home, List.of(home.setId(), work.setId()))).isFalse();
        assertThat(store.situations(ALICE)).hasSize(2);
    }

    @Test
    void aSharedSetCountsWhoHasRegisteredIt() {
        Provision.add(database, Provision.subscriber(ALICE, ALICE_SIP));
        Provision.share(database, "alice.tablet@ims.example", ALICE_SIP);
        Situation tablet = store.situation("alice.tablet@ims.example", ALICE_SIP).orElseThrow();
        store.apply(new StateChange(tablet, "test").share(tablet, true, false));

        Situation phone = store.situation(ALICE, ALICE_SIP).orElseThrow();
        assertThat(phone.memberRegistered()).isFalse();
        assertThat(phone.registeredMembers()).isOne();
        assertThat(store.aPrivateIdentity(phone)).contains("alice.tablet@ims.example");

        store.apply(new StateChange(phone, "test").releaseAll(phone));
        assertThat(store.situation(ALICE_SIP).orElseThrow().registeredMembers()).isZero();
    }

    @Test
    void aThousandSubscribersAreAddedPagedAndSearched() {
        List<Subscription> many = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            String name = "user%04d".formatted(i);
            many.add(Provision.subscriber(name + "@ims.example", "sip:" + name + "@ims.example"));
        }
        Provision.add(database, many.toArray(Subscription[]::new));

        assertThat(subscribers.count()).isEqualTo(1000);
        SubscriberPage first = subscribers.find(SubscriberSearch.of("", 50));
        assertThat(first.total()).hasValue(1000);
        SubscriberPage second = subscribers.find(new SubscriberSearch("", SubscriberSearch.Sort.NAME,
                first.next().orElseThrow(), 25));
        assertThat(second.rows()).hasSize(25).first()
                .satisfies(row -> assertThat(row.name()).isEqualTo("user0050@ims.example"));
        assertThat(subscribers.find(SubscriberSearch.of("USER099", 25)).total()).hasValue(10);
        assertThat(subscribers.find(SubscriberSearch.of("%", 25)).rows()).as("a letter like any other").isEmpty();
        assertThat(everybody("user")).hasSize(1000).doesNotHaveDuplicates();
        for (SubscriberSearch.Sort sort : SubscriberSearch.Sort.values()) {
            assertThat(subscribers.find(new SubscriberSearch("", sort, "", 10)).rows())
                    .hasSize(sort == SubscriberSearch.Sort.SERVER ? 0 : 10);
        }
    }

    /** All that a text finds, page by page. */
    private List<String> everybody(String text) {
        List<String> names = new ArrayList<>();
        String after = "";
        do {
            SubscriberPage page = subscribers.find(new SubscriberSearch(text, SubscriberSearch.Sort.NAME, after, 37));
            page.rows().forEach(row -> names.add(row.name()));
            after = page.next().orElse("");
        } while (!after.isEmpty());
        return names;
    }

    @Test
    void aPageShowsEveryIdentityWithItsState() {
        Provision.add(database, Provision.subscriber(ALICE, List.of(PublicUser.of(ALICE_SIP),
                Provision.identity("tel:+15550100", "Alice <Phone>", true, IdentityType.PUBLIC_USER, true))));
        Situation seen = store.situation(ALICE, ALICE_SIP).orElseThrow();
        store.apply(new StateChange(seen, "test").assign(Serving.named(S1)).state(seen, RegistrationState.UNREGISTERED));

        SubscriberRow row = subscribers.find(SubscriberSearch.of("+15550", 10)).rows().get(0);

        assertThat(row.serverName()).isEqualTo(S1);
        assertThat(row.publicIdentities()).containsExactly(
                new SubscriberRow.PublicRow(ALICE_SIP, "", false, IdentityType.PUBLIC_USER, RegistrationState.UNREGISTERED),
                new SubscriberRow.PublicRow("tel:+15550100", "Alice <Phone>", true,
                        IdentityType.PUBLIC_USER, RegistrationState.UNREGISTERED));
    }

    @Test
    void openingAgainFindsTheSameSchema() throws Exception {
        Provision.add(database, Provision.subscriber(ALICE, ALICE_SIP));
        try (Database again = Provision.open(address())) {
            assertThat(new Subscribers(again).count()).isOne();
        }
    }
}
