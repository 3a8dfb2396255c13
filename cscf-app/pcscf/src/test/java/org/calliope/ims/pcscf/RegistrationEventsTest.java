package org.calliope.ims.pcscf;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.calliope.ims.element.ContactUri;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.identity.Wildcards;
import org.calliope.ims.pcscf.UeRegistration.Outbound;
import org.calliope.ims.reginfo.ContactElement;
import org.calliope.ims.reginfo.ContactElement.Event;
import org.calliope.ims.reginfo.RegInfo;
import org.calliope.ims.reginfo.RegInfo.DocumentState;
import org.calliope.ims.reginfo.RegistrationElement;
import org.calliope.ims.reginfo.RegistrationElement.State;
import org.calliope.ims.trace.Trace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When the P-CSCF subscribes, by a clock of its own and an S-CSCF that is this test. */
class RegistrationEventsTest {

    private static final PublicIdentity ALICE = new PublicIdentity("sip:alice@ims.example");
    private static final String PHONE = "sip:alice@127.0.0.1:5070";
    private static final int REGISTERED_SECONDS = 3_600;

    private final List<Dialog> dialogs = new ArrayList<>();
    private final UeRegistrations registrations = new UeRegistrations();
    private final RegistrationEvents events = new RegistrationEvents(registrations, Conf.DEFAULT, Dialog::new,
            new Trace(100, 100_000), () -> this.now);
    private Instant now = Instant.parse("2026-11-21T12:00:00Z");
    private boolean unreachable;

    /** What was sent in one dialog; only those count that something was sent in. */
    private final class Dialog implements Subscription.Notifier {
        private final List<Long> lifetimes = new ArrayList<>();
        private Subscription subscription;
        private boolean closed;

        @Override
        public void subscribe(Subscription by, Duration lifetime) {
            if (unreachable) {
                throw new IllegalStateException("no way there");
            }
            if (lifetimes.isEmpty()) {
                dialogs.add(this);
            }
            subscription = by;
            lifetimes.add(lifetime.toSeconds());
        }

        @Override
        public void close() {
            closed = true;
        }

        @Override
        public void closeLater() {
            closed = true;
        }
    }

    @BeforeEach
    void listen() {
        registrations.whenGone(events::gone);
    }

    private UeRegistration register() {
        UeRegistration registration = registration();
        registrations.store(registration);
        events.registered(registration);
        return registration;
    }

    private UeRegistration registration() {
        return new UeRegistration("f", "alice", ALICE, List.of(ALICE), Wildcards.NONE,
                List.of(ContactUri.parse(PHONE)), List.of(), Outbound.NONE,
                new Source("127.0.0.1", 5070, "udp", "127.0.0.1:5070"), now.plusSeconds(REGISTERED_SECONDS));
    }

    private Dialog accepted(int seconds) {
        register();
        Dialog dialog = last();
        events.granted(dialog.subscription, Duration.ofSeconds(seconds));
        return dialog;
    }

    private Dialog last() {
        return dialogs.get(dialogs.size() - 1);
    }

    private void after(long seconds) {
        now = now.plusSeconds(seconds);
        events.sweep(now);
    }

    private void told(Dialog dialog, String state) {
        told(dialog, state, Optional.empty());
    }

    private void told(Dialog dialog, String state, Optional<RegInfo> document) {
        events.notified(dialog.subscription, SubscriptionState.of(state), events.told(dialog.subscription, document));
    }

    private static RegInfo document(long version, DocumentState state, Event event) {
        return new RegInfo(version, state, List.of(new RegistrationElement(ALICE.uri(), "r", State.ACTIVE,
                List.of(ContactElement.after(event, "c", PHONE).build()))));
    }

    /** In the end: nobody is registered, and nothing is left of the subscriptions. */
    @AfterEach
    void nothingStays() {
        registrations.of(ALICE).forEach(registrations::remove);
        after(5);
        dialogs.forEach(dialog -> events.granted(dialog.subscription, Duration.ZERO));

        assertThat(events.size()).isZero();
        assertThat(dialogs).allMatch(dialog -> dialog.closed);
    }

    @Test
    @DisplayName("TS 24.229 5.2.3: one subscription of a user, longer than the registration, whatever registers again")
    void one() {
        register();
        register();

        assertThat(dialogs).singleElement().satisfies(dialog ->
                assertThat(dialog.lifetimes).containsExactly(REGISTERED_SECONDS + 600L));
    }

    @ParameterizedTest
    @CsvSource({"4200, 3600", "1201, 601", "1200, 600", "300, 150", "0, 5"})
    @DisplayName("TS 24.229 5.2.3: renewed 600 s before the end, at half of a short one")
    void renewal(int granted, int renewedAfter) {
        Dialog dialog = accepted(granted);

        after(renewedAfter - 1);
        assertThat(dialog.lifetimes).hasSize(1);
        after(1);
        assertThat(dialog.lifetimes).hasSize(2);
        events.granted(dialog.subscription, Duration.ofSeconds(granted));
        after(renewedAfter);
        assertThat(dialog.lifetimes).hasSize(3);
        assertThat(dialogs).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {481, 408})
    @DisplayName("TS 24.229 5.2.3, RFC 6665 4.1.2.2: the dialog is lost: a new subscription at once")
    void lostDialog(int status) {
        Dialog dialog = accepted(1_200);
        after(600);

        events.refused(dialog.subscription, status, Optional.empty());
        after(0);

        assertThat(dialog.closed).isTrue();
        assertThat(dialogs).hasSize(2);
    }

    @Test
    @DisplayName("RFC 6665 4.1.2.2: a renewal that fails is tried again, and at the subscription's end a new one is made")
    void failingRenewal() {
        Dialog dialog = accepted(1_200);
        after(600);
        for (int tries = 2; tries <= 10; tries++) {
            assertThat(dialog.lifetimes).hasSize(tries);
            events.refused(dialog.subscription, 503, Optional.empty());
            after(59);
            assertThat(dialog.lifetimes).as("not at once").hasSize(tries);
            after(1);
        }
        assertThat(dialogs).hasSize(1);
        events.refused(dialog.subscription, 503, Optional.empty());
        after(60);

        assertThat(dialogs).hasSize(2);
        assertThat(dialog.lifetimes).hasSize(11);
    }

    @ParameterizedTest
    @CsvSource({"408, 0, 60", "500, 0, 60", "503, 0, 60", "503, 300, 300"})
    @DisplayName("TS 24.229 5.2.3, RFC 3261 20.33: the first SUBSCRIBE fails for now: another one later")
    void failsForNow(int status, int retryAfter, int seconds) {
        register();

        events.refused(last().subscription, status,
                retryAfter == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(retryAfter)));
        register();
        after(seconds - 1);
        assertThat(dialogs).as("also when the user registers in between").hasSize(1);
        after(1);
        assertThat(dialogs).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404, 480, 489})
    @DisplayName("RFC 6665 4.1.2.3: the first SUBSCRIBE is refused: only the user's next REGISTER leads to another")
    void refused(int status) {
        register();

        events.refused(last().subscription, status, Optional.empty());
        after(3_000);
        assertThat(dialogs).hasSize(1);
        register();
        assertThat(dialogs).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"probation, 60", "probation;retry-after=7, 7", "giveup, 60",
        "giveup;retry-after=1800, 1800", "strange, 60", "strange;retry-after=20, 20", "probation;retry-after=x, 60"})
    @DisplayName("RFC 6665 4.1.3: terminated, and when a new subscription follows")
    void terminated(String reason, int seconds) {
        Dialog dialog = accepted(4_200);
        after(10);

        told(dialog, "terminated;reason=" + reason);
        register();
        after(seconds - 1);
        assertThat(dialogs).as("also when the user registers in between").hasSize(1);
        after(1);
        assertThat(dialogs).hasSize(2);
        assertThat(dialog.closed).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"deactivated", "timeout", "deactivated;retry-after=300"})
    @DisplayName("RFC 6665 4.1.3: terminated, and a new subscription follows at once")
    void terminatedForAnother(String reason) {
        Dialog dialog = accepted(4_200);
        after(10);

        told(dialog, "terminated;reason=" + reason);
        after(0);

        assertThat(dialogs).hasSize(2);
        assertThat(dialog.closed).isTrue();
    }

    @Test
    @DisplayName("RFC 6665 4.4.1: a last NOTIFY that overtakes the 200 to the SUBSCRIBE is the last one all the same")
    void terminatedBeforeTheAnswer() {
        register();
        Dialog dialog = last();

        told(dialog, "terminated;reason=probation;retry-after=20");
        events.granted(dialog.subscription, Duration.ofSeconds(4_200));

        assertThat(events.knows(dialog.subscription)).isFalse();
        after(20);
        assertThat(dialogs).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"noresource", "rejected", "rejected;retry-after=5"})
    @DisplayName("RFC 6665 4.1.3: terminated, and none follows before the user registers again")
    void terminatedForGood(String reason) {
        Dialog dialog = accepted(4_200);

        told(dialog, "terminated;reason=" + reason);
        after(3_000);
        assertThat(dialogs).hasSize(1);
        register();
        assertThat(dialogs).hasSize(2);
    }

    @Test
    @DisplayName("RFC 6665 4.1.3: an S-CSCF that ends every subscription at once is asked every 5 s, not all the time")
    void endlessDeactivation() {
        accepted(4_200);
        for (int seconds = 0; seconds < 100; seconds++) {
            told(last(), "Terminated ; reason=deactivated");
            after(1);
        }

        assertThat(dialogs).hasSizeBetween(15, 21);
    }

    @Test
    @DisplayName("TS 24.229 5.2.3: with the last registration the subscription ends, unless the S-CSCF has ended it")
    void gone() {
        Dialog dialog = accepted(4_200);

        registrations.remove(register());
        after(1);
        assertThat(dialog.lifetimes).hasSize(1);
        after(1);

        assertThat(dialog.lifetimes).endsWith(0L);
        assertThat(events.size()).isZero();
    }

    @Test
    @DisplayName("JSR 289 6.1.2: who is gone before the SUBSCRIBE is answered has no subscription left either")
    void goneBeforeTheAnswer() {
        registrations.remove(register());
        Dialog dialog = last();

        events.granted(dialog.subscription, Duration.ofSeconds(4_200));
        after(2);

        assertThat(dialog.lifetimes).endsWith(0L);
    }

    @Test
    @DisplayName("RFC 3261 12.2.1: a subscription that nobody has answered has no dialog to end it in")
    void goneWithoutAnAnswer() {
        registrations.remove(register());

        after(2);

        assertThat(last().lifetimes).hasSize(1);
        assertThat(last().closed).isTrue();
        assertThat(events.size()).isZero();
    }

    @Test
    @DisplayName("RFC 3680 5.2: after a lost document the whole state is asked for; the old ones do not count")
    void gap() {
        Dialog dialog = accepted(4_200);
        told(dialog, "active", Optional.of(document(0, DocumentState.FULL, Event.REGISTERED)));
        told(dialog, "active", Optional.of(document(2, DocumentState.PARTIAL, Event.DEACTIVATED)));

        assertThat(dialog.lifetimes).hasSize(2);
        assertThat(registrations.of(ALICE)).hasSize(1);
        told(dialog, "terminated;reason=noresource", Optional.of(document(3, DocumentState.FULL, Event.DEACTIVATED)));
        assertThat(registrations.of(ALICE)).isEmpty();
    }

    @Test
    @DisplayName("TS 24.229 5.2.3: who is registered when the P-CSCF starts gets a subscription after 5 s")
    void resumed() {
        registrations.store(registration());
        events.resume(now);

        after(4);
        assertThat(dialogs).isEmpty();
        after(1);
        assertThat(dialogs).hasSize(1);
    }

    @Test
    @DisplayName("TS 24.229 5.2.3: a SUBSCRIBE that cannot be sent is sent later")
    void unreachable() {
        unreachable = true;
        register();
        unreachable = false;

        after(59);
        assertThat(dialogs).isEmpty();
        after(1);
        assertThat(dialogs).hasSize(1);
    }
}
