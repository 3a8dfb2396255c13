package org.calliope.ims.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.calliope.ims.testkit.Call;
import org.calliope.ims.testkit.ImsServer;
import org.calliope.ims.testkit.IncomingCall;
import org.calliope.ims.testkit.Subscription;
import org.calliope.ims.testkit.UserAgent;
import org.calliope.ims.testkit.wire.Transport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * After calls, refusals and messages nothing of them is left: no session, no transaction, no registration.
 *
 * <pre>
 *  before: n sessions, 0 transactions
 *  alice, bob: REGISTER, SUBSCRIBE, INVITE … BYE, INVITE … CANCEL, INVITE … 486, MESSAGE, REGISTER … 403, REGISTER: 0
 *  after the timers of RFC 3261 17: n sessions, 0 transactions
 * </pre>
 */
class LeakIT {
    private static final int ROUNDS = 20;
    /** A system of its own: what other tests left behind would be counted here. */
    @RegisterExtension
    static final ImsServer IMS = ImsServer.assembled().conf("server", "trace-texts-per-second", "100")
        .conf("pcscf", "reg-event", "true").build();

    @Test
    @DisplayName("RFC 3261 17, JSR 289 6.1.2: sessions, transactions and registrations are back where they were")
    void nothingIsLeft() {
        Leftovers before = Leftovers.of(IMS);
        assertThat(before.serverTransactions() + before.clientTransactions() + before.registrations()).isZero();

        for (int i = 0; i < ROUNDS; i++) {
            try (UserAgent alice = IMS.phone("alice"); UserAgent bob = IMS.phone("bob", Flows.over(Transport.TCP))) {
                round(alice, bob);
            }
        }

        Awaitility.await().atMost(Leftovers.TIMERS).pollInterval(Duration.ofMillis(500))
            .untilAsserted(() -> assertThat(Leftovers.of(IMS)).isEqualTo(before));
    }

    private static void round(UserAgent alice, UserAgent bob) {
        alice.register();
        bob.register();
        subscribe(alice).awaitNotify();
        subscribe(bob).answering(481).awaitNotify();
        Call answered = alice.call(bob.identity());
        IncomingCall in = bob.awaitInvite();
        in.ring();
        in.answer();
        answered.awaitAnswer();
        in.awaitAck();
        answered.hangUp();
        in.awaitBye();
        Call given = alice.call(bob.identity());
        IncomingCall ringing = bob.awaitInvite();
        ringing.ring();
        given.awaitRinging();
        given.cancel();
        ringing.awaitCancel();
        Call busy = alice.call(bob.identity());
        bob.awaitInvite().busy();
        busy.expect(486);
        alice.call("sip:nobody@ims.example").expect(404);
        alice.message(bob.identity(), "hello").awaitFinal();
        bob.registration().password("guessed").attempts(5).expect(403);
        alice.deregister();
        bob.deregister();
    }

    private static Subscription subscribe(UserAgent phone) {
        return phone.subscribe(phone.prepare("SUBSCRIBE", phone.identity()).with("Event", "reg"));
    }
}
