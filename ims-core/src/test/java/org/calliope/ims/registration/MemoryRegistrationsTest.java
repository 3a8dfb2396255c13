package org.calliope.ims.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.calliope.ims.cx.UserProfile;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;
import org.junit.jupiter.api.Test;

/** Implicit registration sets, TS 23.228 5.2.1a. */
class MemoryRegistrationsTest {

    private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");
    private static final PrivateIdentity IMPI = new PrivateIdentity("alice@ims.example");

    private final Registrations registrations = new MemoryRegistrations();

    private static PublicIdentity sip(String user) {
        return PublicIdentity.parse("sip:" + user + "@ims.example");
    }

    private static Binding binding(String contact, int seconds) {
        return new Binding(contact, IMPI, "r", 1, "", 0, 1, List.of("<sip:term@p;lr>"), "", "", NOW.plusSeconds(seconds));
    }

    private static Registration set(String... users) {
        List<PublicIdentity> identities = Stream.of(users).map(MemoryRegistrationsTest::sip).toList();
        return new Registration(IMPI, identities.get(0), identities, new UserProfile(IMPI, List.of()),
                List.of(binding("sip:alice@127.0.0.1:5070", 60)), NOW);
    }

    @Test
    void aSetIsFoundByEachOfItsIdentitiesAndGoneWithAnyOfThem() {
        Registration alice = set("alice", "al");
        registrations.put(alice);
        assertThat(registrations.find(sip("alice"))).contains(alice);
        assertThat(registrations.find(sip("al"))).contains(alice);
        assertThat(registrations.find(sip("bob"))).isEmpty();
        assertThat(registrations.size()).isEqualTo(1);

        registrations.remove(sip("al"));
        assertThat(registrations.find(sip("alice"))).isEmpty();
        assertThat(registrations.find(sip("al"))).isEmpty();
        assertThat(registrations.all()).isEmpty();
    }

    @Test
    void aChangedSetIsNoLongerFoundByWhatItLost() {
        registrations.put(set("alice", "al"));
        registrations.put(set("alice", "ally"));
        assertThat(registrations.find(sip("al"))).isEmpty();
        assertThat(registrations.find(sip("ally"))).isPresent();
        registrations.remove(sip("bob"));
        assertThat(registrations.size()).isEqualTo(1);
    }

    @Test
    void onlyTheVeryRegistrationIsRemoved() {
        Registration first = set("alice");
        Registration renewed = first.withBindings(List.of(binding("sip:alice@127.0.0.1:5071", 60)));
        registrations.put(first);
        registrations.put(renewed);
        assertThat(registrations.remove(first)).isFalse();
        assertThat(registrations.remove(renewed)).isTrue();
        assertThat(registrations.size()).isZero();
    }

    @Test
    void computeCreatesChangesAndRemoves() {
        assertThat(registrations.compute(sip("alice"), none -> {
            assertThat(none).isEmpty();
            return Optional.of(set("alice", "al"));
        })).isPresent();
        registrations.compute(sip("al"), some -> some.map(it -> it.withBindings(List.of())));
        assertThat(registrations.find(sip("alice")).orElseThrow().bindings()).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(
                () -> registrations.compute(sip("al"), some -> Optional.of(set("bob"))));
        assertThat(registrations.compute(sip("al"), some -> Optional.empty())).isEmpty();
        assertThat(registrations.size()).isZero();
    }

    @Test
    void changesOfOneSetAreNotLost() throws InterruptedException {
        registrations.put(set("alice").withBindings(List.of()));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        for (int i = 0; i < 400; i++) {
            String contact = "sip:c" + i;
            threads.execute(() -> registrations.compute(sip("alice"), some -> some.map(it -> it.withBindings(
                    Stream.concat(it.bindings().stream(), Stream.of(binding(contact, 60))).toList()))));
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(registrations.find(sip("alice")).orElseThrow().bindings()).hasSize(400);
    }

    /** RFC 3261 10.3: a binding ends when its time is over. */
    @Test
    void expiredBindingsAreLeftOut() {
        Registration registration = set("alice").withBindings(List.of(binding("sip:a", 60), binding("sip:b", 61)));
        assertThat(registration.unexpired(NOW.plusSeconds(59)).bindings()).hasSize(2);
        assertThat(registration.unexpired(NOW.plusSeconds(60)).bindings()).extracting(Binding::contact)
                .containsExactly("sip:b");
    }
}
