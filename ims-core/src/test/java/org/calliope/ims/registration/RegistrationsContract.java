package org.calliope.ims.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.calliope.ims.registration.Subscribers.set;
import static org.calliope.ims.registration.Subscribers.sip;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.calliope.ims.identity.PrivateIdentity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of implicit registration sets (TS 23.228 5.2.1a) has to do. */
public abstract class RegistrationsContract {

    protected Registrations registrations;

    /** @return an empty one */
    protected abstract Registrations open();

    @BeforeEach
    void begin() {
        registrations = open();
    }

    @AfterEach
    void end() {
        registrations.close();
    }

    protected final Registration add(Registration registration) {
        return registrations.add(registration).toCompletableFuture().join().orElseThrow();
    }

    protected final Optional<Registration> replace(Registration seen, Registration next) {
        return registrations.replace(seen, next).toCompletableFuture().join();
    }

    protected final boolean remove(Registration seen) {
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

    /** TS 29.228 6.1.3: an RTR may name nothing but the user. */
    @Test
    void aUserIsFoundInEachSetThatHasAContactOfIts() {
        PrivateIdentity tablet = new PrivateIdentity("tablet@ims.example");
        Registration alice = add(set("alice"));
        Registration work = add(set("work").withBindings(set("alice").bindings()));
        Registration both = replace(alice, alice.withBindings(List.of(alice.bindings().get(0),
                Subscribers.binding(tablet, "sip:tablet@127.0.0.1", 60)))).orElseThrow();
        assertThat(registrations.of(alice.privateIdentity())).containsExactlyInAnyOrder(both, work);
        assertThat(registrations.of(tablet)).containsExactly(both);

        replace(both, alice);
        remove(work);
        assertThat(registrations.of(tablet)).isEmpty();
        assertThat(registrations.of(alice.privateIdentity())).extracting(Registration::defaultIdentity)
                .containsExactly(sip("alice"));
        assertThat(registrations.of(work.privateIdentity())).isEmpty();
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
                first.profile(), first.bindings(), Subscribers.NOW.plusMillis(1));
        add(later);
        assertThat(remove(first)).isFalse();
    }

    /** TS 24.229 5.4.1.2.2F: what the HSS and the UE said is there again as it was. */
    @Test
    void everyPartOfARegistrationIsKept() {
        Registration typical = Subscribers.typical(1);
        Registration stored = add(typical);
        assertThat(stored).usingRecursiveComparison().ignoringFields("version", "servedBy").isEqualTo(typical);
        assertThat(registrations.find(typical.identities().get(1))).contains(stored);
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
            Binding more = Subscribers.binding(set("alice").privateIdentity(), "sip:c" + i, 60);
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
}
