package org.calliope.ims.hss.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import org.calliope.ims.aka.SequenceNumbers;
import org.calliope.ims.hss.model.Subscription;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of subscribers is never older than what was told to somebody. */
class SituationsTest {

    private static final String ALICE = "alice@ims.example";
    private static final String ALICE_SIP = "sip:alice@ims.example";
    private static final Serving S1 = new Serving("sip:s1:5064", "s1.ims.example", "ims.example", 3);

    @TempDir
    private Path folder;
    private Database database;
    private RegistrationStore store;

    @BeforeEach
    void open() {
        database = Provision.open(DatabaseAddress.embedded(folder, 4));
        store = new RegistrationStore(database);
        Provision.add(database, Provision.subscriber(ALICE, ALICE_SIP));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void theNextRequestIsServedFromMemory() {
        Situation first = store.situation(ALICE, ALICE_SIP).orElseThrow();

        assertThat(store.situation(ALICE, ALICE_SIP)).containsSame(first);
        assertThat(store.situation(ALICE_SIP)).isPresent().isNotEqualTo(Optional.of(first));
    }

    /** Two phones of one number: each is met as itself, and a request that names none as none of them. */
    @Test
    void whoAskedBeforeIsNotTakenForWhoAsksNow() {
        Provision.add(database, Provision.subscriber("eve@ims.example", "sip:eve@ims.example"));

        for (int round = 0; round < 2; round++) {
            assertThat(store.situation(ALICE, ALICE_SIP).orElseThrow().associated()).isTrue();
            assertThat(store.situation("eve@ims.example", ALICE_SIP).orElseThrow().associated()).isFalse();
            assertThat(store.situation(ALICE_SIP).orElseThrow().knowsUser()).isFalse();
            assertThat(store.situation(ALICE_SIP).orElseThrow().associated()).isFalse();
        }
    }

    @Test
    void whoRegistersIsSeenSoAtOnceWithAndWithoutPrivateIdentity() {
        Situation before = store.situation(ALICE, ALICE_SIP).orElseThrow();
        store.situation(ALICE_SIP).orElseThrow();

        assertThat(store.apply(new StateChange(before, "REGISTRATION").assign(S1)
                .state(before, RegistrationState.REGISTERED))).isTrue();

        for (Optional<Situation> now : List.of(store.situation(ALICE, ALICE_SIP), store.situation(ALICE_SIP))) {
            assertThat(now.orElseThrow().state()).isEqualTo(RegistrationState.REGISTERED);
            assertThat(now.orElseThrow().serverName()).contains(S1.name());
        }
    }

    @Test
    void whoWasOvertakenReadsAnew() {
        Situation seen = store.situation(ALICE, ALICE_SIP).orElseThrow();
        Provision.change(database, ALICE, old -> new Subscription(old.name(), old.capabilitySet(), old.chargingSet(),
                List.of("visited.example"), old.privateIdentities(), old.implicitSets()));

        assertThat(store.apply(new StateChange(seen, "REGISTRATION").assign(S1))).isFalse();
        assertThat(store.situation(ALICE, ALICE_SIP).orElseThrow().mayVisit("visited.example")).isTrue();
    }

    @Test
    void whoIsRemovedIsUnknown() {
        store.situation(ALICE, ALICE_SIP).orElseThrow();
        new Provisioning(database, Clock.systemUTC()).remove(Kind.SUBSCRIPTION, ALICE, Optional.empty(),
                new Actor("test"));

        assertThat(store.situation(ALICE, ALICE_SIP)).isEmpty();
        assertThat(store.situation(ALICE_SIP)).isEmpty();
    }

    /** A change that is committed while somebody reads: what was read before it is not kept after it. */
    @Test
    void whatWasReadDuringAChangeIsNotKept() {
        Situations lately = database.situations().orElseThrow();
        Situation old = store.situation(ALICE_SIP).orElseThrow();
        AtomicInteger reads = new AtomicInteger();

        lately.find("", "sip:key", () -> {
            reads.incrementAndGet();
            lately.changed(old);
            return Optional.of(old);
        });
        lately.find("", "sip:key", () -> {
            reads.incrementAndGet();
            return Optional.of(old);
        });
        lately.find("", "sip:key", () -> {
            throw new AssertionError("kept the second time");
        });

        assertThat(reads).hasValue(2);
    }

    private long take(int vectors) {
        Situation seen = store.situation(ALICE, ALICE_SIP).orElseThrow();
        SequenceNumber was = store.sequence(seen);
        long last = SequenceNumbers.further(was.value(), vectors);
        assertThat(store.apply(new StateChange(seen, "MAR").sequence(seen, was, last))).isTrue();
        return last;
    }

    private long kept() {
        return new RegistrationStore(database).readSequence(store.situation(ALICE, ALICE_SIP).orElseThrow()).value();
    }

    @Test
    void ts33102_C_1_1_2_fewVectorsWriteTheirSequenceNumberAndNoneIsGivenOutThatAKillForgets() {
        long first = take(1);
        long kept = kept();
        assertThat(kept).isEqualTo(SequenceNumbers.further(first, SetAside.AHEAD));

        for (int i = 0; i < SetAside.AHEAD; i++) {
            assertThat(take(1)).isLessThanOrEqualTo(kept);
        }
        assertThat(kept()).as("all of them without a write").isEqualTo(kept);
        assertThat(take(1)).isEqualTo(SequenceNumbers.next(kept)).isLessThan(kept());
    }

    @Test
    void ts33102_C_1_1_2_whoNeedsMoreThanIsSetAsideTakesAllOfIt() {
        take(1);
        take(SetAside.AHEAD - 2);
        Situation seen = store.situation(ALICE, ALICE_SIP).orElseThrow();
        SequenceNumber two = store.sequence(seen);
        long fifth = take(5);

        assertThat(store.apply(new StateChange(seen, "MAR").sequence(seen, two, SequenceNumbers.next(two.value()))))
                .as("the two that were left are taken").isFalse();
        assertThat(take(1)).isEqualTo(SequenceNumbers.next(fifth));
    }

    @Test
    void aSequenceNumberThatSomebodySetsHolds() {
        take(1);
        Provision.sequence(database, ALICE, 64_000_032L);

        assertThat(take(1)).isEqualTo(SequenceNumbers.next(64_000_032L));
    }

    @Test
    void aStrangerPrivateIdentityFillsNothing() {
        assertThat(store.situation("eve@ims.example", ALICE_SIP).orElseThrow().associated()).isFalse();
        Provision.add(database, Provision.subscriber("eve@ims.example", "sip:eve@ims.example"));
        assertThat(store.situation("eve@ims.example", ALICE_SIP).orElseThrow().knowsUser()).isTrue();
    }
}
