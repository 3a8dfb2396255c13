package org.calliope.ims.scscf;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.calliope.ims.digest.Challenge;
import org.calliope.ims.node.LockOuts.LockOut;
import org.calliope.ims.node.LockOuts.Subject;
import org.calliope.ims.scscf.RegisterAnswer.Accepted;
import org.calliope.ims.sip.SipRefusal;
import org.calliope.ims.trace.Decision;
import org.junit.jupiter.api.Test;

/** Guessing is limited, and nobody is locked out by somebody else: TS 24.229 5.4.1.2.3, TS 33.203 6.1.2. */
class LockOutTest {

    private static final String ATTACKER = "192.0.2.66";

    private final Phone.Network network = new Phone.Network("max-failures", "3", "max-failures-of-source", "6",
            "max-failures-of-identity", "9");
    private final Phone guesser = network.phone("alice").password("guess").from(ATTACKER + ":4000");

    @Test
    void aPrivateIdentityIsLockedOutAtTheAddressTheWrongAnswersCameFrom() {
        guess(guesser, 3);

        assertThat(guesser.refused()).satisfies(LockOutTest::lockedOut);
        assertThat(guesser.from(ATTACKER + ":4001").password("alice").refused())
                .as("another port, and the right password").satisfies(LockOutTest::lockedOut);
        assertThat(network.hss.assignmentTypes()).as("the HSS is left alone").isEmpty();
        assertThat(network.phone("alice").register().bindings()).as("the owner elsewhere").hasSize(1);
        assertThat(network.phone("bob").from(ATTACKER + ":4000").register().bindings()).as("a neighbour").hasSize(1);
    }

    @Test
    void aLockOutEndsAndTheNextOneIsTwiceAsLong() {
        guess(guesser, 3);
        network.pass(61);
        assertThat(network.lockOuts.list(network.now())).isEmpty();
        guess(guesser, 3);

        Subject phone = new Subject("alice@ims.example", ATTACKER);
        assertThat(network.lockOuts.of(phone, network.now())).hasValueSatisfying(lock -> {
            assertThat(lock.times()).isEqualTo(2);
            assertThat(lock.failures()).isEqualTo(3);
            assertThat(Duration.between(lock.since(), lock.until())).isEqualTo(Duration.ofMinutes(2));
        });
    }

    @Test
    void theRightAnswerClearsWhatWasCounted() {
        guess(guesser, 2);
        assertThat(guesser.password("alice").register().bindings()).hasSize(1);
        guess(guesser.password("guess"), 2);

        assertThat(network.lockOuts.list(network.now())).isEmpty();
    }

    @Test
    void anAddressIsLockedOutAsAWholeButForWhoIsRegisteredFromThere() {
        Phone neighbour = network.phone("carol").from(ATTACKER + ":5060");
        neighbour.register();
        for (String user : List.of("alice", "bob", "dave")) {
            guess(network.phone(user).password("guess").from(ATTACKER + ":4000"), 2);
        }

        assertThat(network.phone("eve").from(ATTACKER + ":1").refused()).satisfies(LockOutTest::lockedOut);
        assertThat(neighbour.register().bindings()).as("the registered neighbour refreshes").hasSize(1);
    }

    @Test
    void aPrivateIdentityIsLockedOutEverywhereOnlyAfterVeryManyAndNotWhereItIsRegistered() {
        Phone owner = network.phone("alice");
        owner.register();
        for (int source = 1; source <= 9; source++) {
            guess(network.phone("alice").password("guess").from("192.0.2." + source), 1);
        }

        assertThat(network.phone("alice").from("192.0.2.200").refused()).satisfies(LockOutTest::lockedOut);
        assertThat(owner.register().bindings()).as("the owner's own phone").hasSize(1);
    }

    @Test
    void anAdministratorLiftsALockOut() {
        guess(guesser, 3);
        Subject subject = network.lockOuts.list(network.now()).get(0).subject();

        assertThat(network.lockOuts.lift(subject, network.now())).isTrue();

        assertThat(guesser.password("alice").register().bindings()).hasSize(1);
        assertThat(network.lockOuts.lift(subject, network.now())).as("there is none any more").isFalse();
    }

    @Test
    void aLockOutIsInTheTraceWithItsReason() {
        guess(guesser, 3);

        assertThat(network.trace.since(0, 1000)).filteredOn(Decision.class::isInstance).map(Decision.class::cast)
                .filteredOn(decision -> decision.rule().equals("lock-out")).singleElement().satisfies(decision -> {
                    assertThat(decision.values()).containsEntry("locked out", "alice@ims.example at " + ATTACKER)
                            .containsEntry("failures", "3");
                    assertThat(decision.outcome()).isEqualTo(Decision.Outcome.NOTED);
                });
    }

    @Test
    void zeroSwitchesTheLockOutsOff() {
        Phone.Network off = new Phone.Network("max-failures", "0", "max-failures-of-source", "0",
                "max-failures-of-identity", "0");
        Phone phone = off.phone("alice").password("guess");
        guess(phone, 20);

        assertThat(phone.password("alice").register().bindings()).hasSize(1);
        assertThat(off.lockOuts.list(off.now())).isEqualTo(List.<LockOut>of());
    }

    /** Wrong answers, each to a challenge of its own. */
    private static void guess(Phone phone, int times) {
        for (int i = 0; i < times; i++) {
            Challenge challenge = phone.challenge();
            assertThat(phone.answer(challenge)).isNotInstanceOf(Accepted.class);
        }
    }

    private static void lockedOut(SipRefusal refusal) {
        assertThat(refusal.status()).isEqualTo(403);
        assertThat(refusal.rule()).isEqualTo("lock-out");
        assertThat(refusal.reason()).isEqualTo("too many wrong answers, try again later");
    }
}
