package org.calliope.ims.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.calliope.ims.registration.Subscribers.set;
import static org.calliope.ims.registration.Subscribers.sip;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.registration.Binding;
import org.calliope.ims.registration.Cluster;
import org.calliope.ims.registration.ClusterStore;
import org.calliope.ims.registration.Registration;
import org.calliope.ims.registration.Registrations;
import org.calliope.ims.registration.Subscribers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two S-CSCFs that serve the same users (TS 23.380 4: either may take over from the other). */
@Timeout(120)
class SharedRegistrationsTest {

    private static final PrivateIdentity IMPI = new PrivateIdentity("alice@ims.example");

    private final TestCluster cluster = new TestCluster(2);
    private final Registrations first = cluster.join(0);
    private final Registrations second = cluster.join(1);
    private final List<String> heard = new CopyOnWriteArrayList<>();

    @AfterEach
    void end() {
        cluster.close();
    }

    private static <T> T done(java.util.concurrent.CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private static int contacts(Optional<Registration> registration) {
        return registration.map(Registration::bindings).orElse(List.of()).size();
    }

    @Test
    void whatOneToldTheOtherHasToo() {
        Registration alice = done(first.add(set("alice", "al"))).orElseThrow();
        assertThat(second.find(sip("alice"))).contains(alice);
        assertThat(second.find(sip("al"))).contains(alice);
        assertThat(second.size()).isEqualTo(1);

        Registration changed = done(second.replace(alice, alice.withBindings(List.of()))).orElseThrow();
        assertThat(first.find(sip("al"))).contains(changed);
        assertThat(done(first.remove(alice))).as("as it was before").isFalse();
        assertThat(done(first.remove(changed))).isTrue();
        assertThat(second.find(sip("alice"))).isEmpty();
        assertThat(second.find(sip("al"))).isEmpty();
    }

    /** TS 24.229 5.4.1: what a profile holds is the same on both. */
    @Test
    void aWholeProfileIsTheSameOnBoth() {
        Registration typical = done(first.add(Subscribers.typical(1))).orElseThrow();
        assertThat(second.find(typical.defaultIdentity())).contains(typical);
        assertThat(typical.servedBy()).isEqualTo(TestCluster.name(0));
        assertThat(done(second.replace(typical, typical))).get().extracting(Registration::servedBy)
                .isEqualTo(TestCluster.name(1));
    }

    @Test
    void ofTwoChangesAtATimeOneHolds() {
        done(first.add(set("alice").withBindings(List.of())));
        CompletableFuture.allOf(Stream.of(first, second).map(node -> CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 100; i++) {
                Binding more = Subscribers.binding(IMPI, "sip:c" + i + '@' + System.identityHashCode(node), 60);
                Registration seen;
                do {
                    seen = node.find(sip("alice")).orElseThrow();
                } while (done(node.replace(seen, seen.withBindings(
                        Stream.concat(seen.bindings().stream(), Stream.of(more)).toList()))).isEmpty());
            }
        })).toArray(CompletableFuture[]::new)).join();
        assertThat(contacts(first.find(sip("alice")))).isEqualTo(200);
        assertThat(contacts(second.find(sip("alice")))).isEqualTo(200);
    }

    /** TS 24.229 5.4.2.1.2: whoever subscribed at one hears what the other did; nobody hears what he did himself. */
    @Test
    void oneHearsWhatTheOtherDid() {
        first.listen((before, after) -> heard.add("first " + contacts(before) + ' ' + contacts(after)));
        second.listen((before, after) -> heard.add("second " + contacts(before) + ' ' + contacts(after)));
        Registration alice = done(first.add(set("alice"))).orElseThrow();
        Registration none = done(first.replace(alice, alice.withBindings(List.of()))).orElseThrow();
        Registration again = done(second.replace(none, alice)).orElseThrow();
        done(second.remove(again));
        Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(heard)
                .containsExactlyInAnyOrder("second 0 1", "second 1 0", "first 0 1", "first 1 0"));
    }

    /** TS 24.229 5.4.1.5: one tells the HSS that a registration is over. */
    @Test
    void whoStoredLastEndsASetUntilHeLeaves() {
        Registration alice = done(first.add(set("alice"))).orElseThrow();
        assertThat(first.endsHere(alice)).isTrue();
        assertThat(second.endsHere(alice)).isFalse();
        first.close();
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> second.endsHere(alice));
        assertThat(second.find(sip("alice"))).contains(alice);
    }

    @Test
    void whoComesLaterGetsWhatThereIs() {
        for (int i = 0; i < 500; i++) {
            done(second.add(Subscribers.typical(i)));
        }
        first.close();
        Registration changed = second.find(Subscribers.typical(3).defaultIdentity()).orElseThrow();
        done(second.remove(changed));
        Registrations again = cluster.join(0);
        assertThat(again.all()).containsExactlyInAnyOrderElementsOf(second.all()).hasSize(499);
    }

    @Test
    void twoOfOneNameAreRefused() {
        TestCluster other = new TestCluster(2);
        Cluster one = TestCluster.of(other.ports(), 0);
        Cluster twin = new Cluster(one.name(), one.self(), one.members().get(1), one.members());
        try (Registrations alone = ClusterStore.find().join(one)) {
            assertThat(alone.size()).isZero();
            assertThatIllegalStateException().isThrownBy(() -> ClusterStore.find().join(twin))
                    .withMessageContaining("is " + one.self() + " too");
        }
    }

    @Test
    void aPortThatIsTakenIsSaid() {
        TestCluster other = new TestCluster(1);
        try (Registrations alone = other.join(0)) {
            assertThat(alone.size()).isZero();
            assertThatIllegalStateException().isThrownBy(() -> ClusterStore.find()
                    .join(TestCluster.of(other.ports(), 0))).withMessageContaining("can not be one of the cluster test");
        }
    }
}
