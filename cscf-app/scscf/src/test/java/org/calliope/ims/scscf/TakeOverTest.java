package org.calliope.ims.scscf;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.calliope.ims.cx.ServerAssignmentRequest;
import org.calliope.ims.cx.ServerAssignmentType;
import org.calliope.ims.cx.UserProfile;
import org.calliope.ims.element.Turnstile;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.registration.Binding;
import org.calliope.ims.registration.Registration;
import org.calliope.ims.registration.RegistrationIndex;
import org.calliope.ims.registration.Registrations;
import org.calliope.ims.scscf.RegistrationChange.Cause;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.Trace;
import org.junit.jupiter.api.Test;

/** Two S-CSCFs over one store (TS 23.380 4): who ends what, and who hears of it. */
class TakeOverTest {

    private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");
    private static final PrivateIdentity IMPI = new PrivateIdentity("alice@ims.example");
    private static final PublicIdentity ALICE = new PublicIdentity("sip:alice@ims.example");

    private final RegistrationIndex shared = new RegistrationIndex();
    private final Map<String, View> alive = new HashMap<>();
    private final FakeHss hss = new FakeHss();
    private final Trace trace = new Trace(1, 1);
    private final Scscf first = new Scscf("sip:s1.ims.example");
    private final Scscf second = new Scscf("sip:s2.ims.example");

    /** What one of them sees of the store; a member that is dead sees and does nothing. */
    private final class View implements Registrations {

        private final String self;
        private final List<BiConsumer<Optional<Registration>, Optional<Registration>>> listeners = new ArrayList<>();

        private View(String self) {
            this.self = self;
            alive.put(self, this);
        }

        private <T> CompletionStage<T> told(T outcome, Optional<Registration> before, Optional<Registration> after) {
            alive.values().stream().filter(other -> other != this)
                    .forEach(other -> other.listeners.forEach(listener -> listener.accept(before, after)));
            return CompletableFuture.completedStage(outcome);
        }

        @Override
        public Optional<Registration> find(PublicIdentity identity) {
            return shared.find(identity);
        }

        @Override
        public List<Registration> of(PrivateIdentity user) {
            return shared.of(user);
        }

        @Override
        public CompletionStage<Optional<Registration>> add(Registration registration) {
            Optional<Registration> now = shared.add(registration.servedBy(self));
            return told(now, Optional.empty(), now);
        }

        @Override
        public CompletionStage<Optional<Registration>> replace(Registration seen, Registration next) {
            Optional<Registration> now = shared.replace(seen, next.servedBy(self));
            return told(now, Optional.of(seen), now);
        }

        @Override
        public CompletionStage<Boolean> remove(Registration seen) {
            return told(shared.remove(seen), Optional.of(seen), Optional.empty());
        }

        @Override
        public void listen(BiConsumer<Optional<Registration>, Optional<Registration>> changed) {
            listeners.add(changed);
        }

        @Override
        public boolean endsHere(Registration registration) {
            return registration.servedBy().equals(self) || !alive.containsKey(registration.servedBy());
        }

        @Override
        public Collection<Registration> all() {
            return shared.all();
        }

        @Override
        public int size() {
            return shared.size();
        }
    }

    private final class Scscf {

        private final String name;
        private final List<RegistrationChange> heard = new ArrayList<>();
        private final RegistrationBook book;
        private final RegistrationClock clock;

        private Scscf(String name) {
            this.name = name;
            book = new RegistrationBook(new View(name));
            book.listen(heard::add);
            Turnstile<PrivateIdentity> turnstile = new Turnstile<>();
            clock = new RegistrationClock(book, new Deregistrations(book, new Assignment(name, hss, trace, () -> NOW),
                    turnstile, new SimpleMeterRegistry(), () -> NOW), turnstile, trace);
        }

        private void register(int seconds) {
            Binding binding = new Binding("sip:alice@127.0.0.1:5070", IMPI, "r", 1, "", 0, 1, List.of(), "", "",
                    NOW.plusSeconds(seconds));
            book.change(ALICE, Cause.REGISTER, Join.NONE, before -> Optional.of(before.orElse(new Registration(IMPI, ALICE,
                    List.of(ALICE), new UserProfile(IMPI, List.of()), List.of(), NOW)).withBindings(List.of(binding))));
        }

        private void at(int seconds) {
            clock.sweep(NOW.plusSeconds(seconds));
        }

        private void dies() {
            alive.remove(name);
        }
    }

    @Test
    void ts24229_5_4_1_5_whoServesTheUserEndsTheRegistrationAndTheHssHearsItOnce() {
        first.register(60);
        assertThat(second.book.watched()).isEqualTo(1);

        second.at(60);
        assertThat(shared.size()).as("not the other's to end").isEqualTo(1);
        first.at(61);
        second.at(66);

        assertThat(shared.size()).isZero();
        assertThat(hss.assignmentTypes()).containsExactly(ServerAssignmentType.TIMEOUT_DEREGISTRATION);
        assertThat(second.book.watched()).isZero();
    }

    /** TS 29.228 6.1.2: the HSS lets only the S-CSCF that it knows end a registration. */
    @Test
    void ts23380_4_theSurvivorEndsWhatADeadOneServedAndInItsName() {
        first.register(60);
        first.dies();
        second.at(59);
        assertThat(shared.size()).isEqualTo(1);
        second.at(60);
        second.at(61);

        assertThat(shared.size()).isZero();
        assertThat(hss.assigned).extracting(ServerAssignmentRequest::serverName).containsExactly("sip:s1.ims.example");
    }

    @Test
    void oneThatDiesAfterTheTimeIsFollowedSoon() {
        first.register(60);
        second.at(60);
        first.dies();
        second.at(66);
        assertThat(hss.assignmentTypes()).containsExactly(ServerAssignmentType.TIMEOUT_DEREGISTRATION);
        assertThat(shared.size()).isZero();
    }

    @Test
    void aUserWhoRegistersAtTheSurvivorIsItsOwn() {
        first.register(60);
        first.dies();
        second.register(120);
        second.at(60);
        assertThat(shared.size()).isEqualTo(1);
        second.at(120);
        assertThat(hss.assigned).extracting(ServerAssignmentRequest::serverName).containsExactly("sip:s2.ims.example");
    }

    /** TS 24.229 5.4.2.1.2: who subscribed here hears what was done there. */
    @Test
    void eachHearsOfBothChangesAndWhoseTheyAre() {
        first.register(60);
        second.register(90);
        assertThat(first.heard).extracting(RegistrationChange::cause).containsExactly(Cause.REGISTER, Cause.ELSEWHERE);
        assertThat(second.heard).extracting(RegistrationChange::cause).containsExactly(Cause.ELSEWHERE, Cause.REGISTER);
        assertThat(first.heard.get(1).bindingsAfter()).isEqualTo(second.heard.get(1).bindingsAfter());
        first.at(60);
        assertThat(shared.size()).as("refreshed at the other").isEqualTo(1);
    }
}
