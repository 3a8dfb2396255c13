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

    private Registration add(Registration registration) {
        return registrations.add(registration).toCompletableFuture().join().orElseThrow();
    }

    private Optional<Registration> replace(Registration seen, Registration next) {
        return registrations.replace(seen, next).toCompletableFuture().join();
    }

    private boolean remove(Registration seen) {
        return registrations.remove(seen).toCompletableFuture().join();
    }

    @Test
    void aSetIsFoundByEachOfItsIdentitiesAndGoneWithIt() {
        Registration alice = add(set("alice", "al"));
        assertThat(registrations.find(sip("alice"))).contains(alice);
        assertThat(registrations.find(sip("al"))).contains(alice);
        assertThat(registrations.find(sip("bob"))).isEmpty();
        assertThat(registrations.size()).isEqualTo(1);

        assertThat(remove(alice)).isTrue();
        assertThat(registrations.find(sip("alice"))).isEmpty();
        assertThat(registrations.find(sip("al"))).isEmpty();
        assertThat(registrations.all()).isEmpty();
    }

    @Test
    void aChangedSetIsNoLongerFoundByWhatItLost() {
        replace(add(set("alice", "al")), set("alice", "ally"));
        assertThat(registrations.find(sip("al"))).isEmpty();
        assertThat(registrations.find(sip("ally"))).isPresent();
        assertThat(registrations.size()).isEqualTo(1);
    }

    @Test
    void aChangeHoldsOnlyIfTheSetIsAsItWasSeen() {
        Registration first = add(set("alice"));
        assertThat(registrations.add(set("alice")).toCompletableFuture().join()).isEmpty();
        Registration renewed = replace(first, first.withBindings(List.of())).orElseThrow();

        assertThat(replace(first, first)).isEmpty();
        assertThat(remove(first)).isFalse();
        assertThat(registrations.find(sip("alice"))).contains(renewed);
        assertThat(remove(renewed)).isTrue();
        assertThat(replace(renewed, renewed)).isEmpty();
        assertThat(registrations.size()).isZero();
    }

    /** A set that ended and began anew is another, however alike. */
    @Test
    void aVersionNeverComesAgain() {
        Registration first = add(set("alice"));
        remove(first);
        Registration later = new Registration(first.privateIdentity(), first.defaultIdentity(), first.identities(),
                first.profile(), first.bindings(), NOW.plusMillis(1));
        add(later);
        assertThat(remove(first)).isFalse();
    }

    @Test
    void theDefaultIdentityOfASetStays() {
        Registration alice = add(set("alice"));
        assertThatIllegalArgumentException().isThrownBy(() -> registrations.replace(alice, set("bob")));
    }

    @Test
    void changesOfOneSetAreNotLost() throws InterruptedException {
        add(set("alice").withBindings(List.of()));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        for (int i = 0; i < 400; i++) {
            Binding more = binding("sip:c" + i, 60);
            threads.execute(() -> {
                Registration seen;
                do {
                    seen = registrations.find(sip("alice")).orElseThrow();
                } while (replace(seen, seen.withBindings(
                        Stream.concat(seen.bindings().stream(), Stream.of(more)).toList())).isEmpty());
            });
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
