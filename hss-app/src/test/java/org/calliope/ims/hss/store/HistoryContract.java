package org.calliope.ims.hss.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.calliope.ims.cx.DeregistrationReason;
import org.calliope.ims.cx.DeregistrationReason.Code;
import org.calliope.ims.hss.model.ServiceProfile;
import org.calliope.ims.hss.model.Subscription;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** History of registrations and the queue of pushes, whatever the database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HistoryContract {

    private static final String ALICE = "alice@ims.example";
    private static final String ALICE_SIP = "sip:alice@ims.example";
    private static final Serving S1 = new Serving("sip:s1:5064", "s1.ims.example", "ims.example", 3);
    private static final Actor TEST = new Actor("test");

    private Database database;
    private RegistrationStore store;
    private RegistrationHistory history;
    private Pushes pushes;

    abstract DatabaseAddress address() throws Exception;

    @BeforeAll
    void open() throws Exception {
        database = Provision.open(address());
        store = new RegistrationStore(database);
        history = new RegistrationHistory(database);
        pushes = new Pushes(database, Clock.systemUTC());
    }

    @AfterAll
    void close() {
        database.close();
    }

    @BeforeEach
    void alice() {
        Provision.clear(database);
        Provision.add(database, Provision.subscriber(ALICE, ALICE_SIP));
    }

    private void move(String impi, String impu, RegistrationState to) {
        Situation seen = store.situation(impi, impu).orElseThrow();
        StateChange change = new StateChange(seen, "REGISTRATION").assign(S1).state(seen, to);
        assertThat(store.apply(change)).isTrue();
    }

    @Test
    void eachChangeOfStateIsRememberedAndARefreshIsNot() {
        move(ALICE, ALICE_SIP, RegistrationState.REGISTERED);
        move(ALICE, ALICE_SIP, RegistrationState.REGISTERED);
        move(ALICE, ALICE_SIP, RegistrationState.UNREGISTERED);

        assertThat(history.of(ALICE, 10)).extracting(RegistrationEvent::from, RegistrationEvent::to)
                .containsExactly(tuple(RegistrationState.REGISTERED,
                        RegistrationState.UNREGISTERED), tuple(
                                RegistrationState.NOT_REGISTERED, RegistrationState.REGISTERED));
        assertThat(history.latest(1).get(0)).satisfies(event -> {
            assertThat(event.identity()).isEqualTo(ALICE_SIP);
            assertThat(event.serverName()).isEqualTo(S1.name());
            assertThat(event.why()).isEqualTo("REGISTRATION");
        });
    }

    @Test
    void ofASetTheNewestStayAndOfAGoneOneNone() {
        RegistrationHistory.Sweeper sweeper = history.sweeper();
        for (int i = 0; i < RegistrationHistory.KEPT + 5; i++) {
            move(ALICE, ALICE_SIP, i % 2 == 0 ? RegistrationState.REGISTERED : RegistrationState.UNREGISTERED);
        }
        RegistrationEvent newest = history.of(ALICE, 1).get(0);
        sweeper.sweep();
        assertThat(history.of(ALICE, 100)).hasSize(RegistrationHistory.KEPT).first().isEqualTo(newest);

        new Provisioning(database, Clock.systemUTC()).remove(Kind.SUBSCRIPTION, ALICE, Optional.empty(), TEST);
        assertThat(history.latest(100)).isEmpty();
    }

    @Test
    void aSequenceNumberIsTakenOnce() {
        Situation alice = store.situation(ALICE, ALICE_SIP).orElseThrow();
        SequenceNumber none = store.sequence(alice);
        assertThat(store.apply(new StateChange(alice, "MAR").sequence(alice, none, 32))).as("made at first use").isTrue();
        assertThat(store.apply(new StateChange(alice, "MAR").sequence(alice, none, 32))).isFalse();

        SequenceNumber first = store.sequence(alice);
        assertThat(first.value()).isEqualTo(32);
        assertThat(store.apply(new StateChange(alice, "MAR").sequence(alice, first, 65))).isTrue();
        assertThat(store.apply(new StateChange(alice, "MAR").sequence(alice, first, 65).assign(S1)))
                .as("nothing at all is written").isFalse();
        assertThat(store.situation(ALICE_SIP).orElseThrow().serverName()).isEmpty();
    }

    @Test
    void aChangedProfileFindsItsRegistrationsPieceByPiece() {
        int many = 1_203;
        List<Subscription> all = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            all.add(Provision.subscriber("u" + i + "@ims.example", "sip:u" + i + "@ims.example"));
        }
        Provision.add(database, all.toArray(Subscription[]::new));
        for (int i = 0; i < many; i++) {
            move("u" + i + "@ims.example", "sip:u" + i + "@ims.example", RegistrationState.REGISTERED);
        }
        Provisioning provisioning = new Provisioning(database, Clock.systemUTC());
        provisioning.replace(Kind.SERVICE_PROFILE, "default", new ServiceProfile("default", Optional.of(9), false,
                List.of(), List.of()), Optional.empty(), TEST);
        assertThat(pushes.changing()).hasSize(1);
        assertThat(pushes.pending(0, 10)).as("not in the transaction of the change").isEmpty();

        int pieces = 0;
        while (pushes.spread()) {
            pieces++;
        }
        assertThat(pieces).isEqualTo(3);
        assertThat(pushes.due("s1.ims.example", 5_000)).hasSize(many);
        provisioning.replace(Kind.SERVICE_PROFILE, "default", new ServiceProfile("default", Optional.empty(), false,
                List.of(), List.of()), Optional.empty(), TEST);
        pushes.spread();
        assertThat(pushes.pending(0, 1).get(0).stamp()).as("waits already: once is enough").isOne();
        assertThat(pushes.hosts()).containsExactly("s1.ims.example");
    }

    @Test
    void whatWaitsIsToldWithItsSubscriptionOldestFirst() {
        move(ALICE, ALICE_SIP, RegistrationState.REGISTERED);
        Waiting waiting = new Waiting(database, Clock.systemUTC());
        long before = waiting.count();
        pushes.push(ALICE, TEST);
        pushes.terminate(ALICE, new DeregistrationReason(Code.SERVER_CHANGE, ""), TEST);
        pushes.terminate(List.of(ALICE_SIP), new DeregistrationReason(Code.SERVER_CHANGE, ""), TEST);

        assertThat(waiting.of(ALICE, 10)).extracting(Untold::kind, Untold::subscription, Untold::identity)
                .containsExactly(tuple(Untold.Kind.PROFILE, ALICE, ALICE_SIP),
                        tuple(Untold.Kind.TERMINATION, ALICE, ALICE), tuple(Untold.Kind.TERMINATION, ALICE, ALICE_SIP));
        assertThat(waiting.of("bob@ims.example", 10)).isEmpty();
        assertThat(waiting.all(1_000)).containsAll(waiting.of(ALICE, 10));
        assertThat(waiting.all(1)).hasSize(1);
        assertThat(waiting.count()).isEqualTo(before + 3);
    }
}
