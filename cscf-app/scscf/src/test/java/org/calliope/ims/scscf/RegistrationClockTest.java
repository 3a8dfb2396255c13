package org.calliope.ims.scscf;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.cx.ServerAssignmentType;
import org.calliope.ims.diameter.DiameterRefusal;
import org.calliope.ims.registration.Binding;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistrationClockTest {

    private final Phone.Network network = new Phone.Network();
    private final Phone alice = network.phone("alice");

    @Test
    void ts24229_5_4_1_5_aRegistrationThatIsNotRefreshedEndsAndTheHssHearsOfIt() {
        alice.register();
        network.pass(3599);
        assertThat(network.registrations.find(alice.identity())).isPresent();

        network.pass(1);

        assertThat(network.registrations.size()).isZero();
        assertThat(network.book.watched()).isZero();
        assertThat(network.hss.assigned.get(1)).satisfies(sar -> {
            assertThat(sar.type()).isEqualTo(ServerAssignmentType.TIMEOUT_DEREGISTRATION);
            assertThat(sar.publicIdentities()).containsExactly(alice.identity());
        });
    }

    @Test
    void oneContactOfTwoEndsWithoutTheHss() {
        alice.expires(60).register();
        alice.at("sip:alice@127.0.0.1:5071").expires(120).register();

        network.pass(60);

        assertThat(network.registrations.find(alice.identity()).orElseThrow().bindings())
                .extracting(Binding::contact).containsExactly("sip:alice@127.0.0.1:5071");
        assertThat(network.hss.assignmentTypes()).doesNotContain(ServerAssignmentType.TIMEOUT_DEREGISTRATION);
        network.pass(60);
        assertThat(network.hss.assignmentTypes()).endsWith(ServerAssignmentType.TIMEOUT_DEREGISTRATION);
        assertThat(network.registrations.size()).isZero();
    }

    @Test
    void aRefreshInTimeKeepsTheRegistration() {
        alice.expires(60).register();
        network.pass(50);
        alice.register();
        network.pass(50);

        assertThat(network.registrations.find(alice.identity())).isPresent();
        assertThat(network.hss.assignmentTypes()).doesNotContain(ServerAssignmentType.TIMEOUT_DEREGISTRATION);
    }

    @Test
    void anHssThatIsAwayDoesNotKeepARegistrationAlive() {
        alice.register();
        network.hss.assigning(ServerAssignmentType.TIMEOUT_DEREGISTRATION,
                new DiameterRefusal(DiameterRefusal.Kind.UNREACHABLE, "test"));

        network.pass(3600);

        assertThat(network.registrations.size()).isZero();
    }

    @Test
    @DisplayName("TS 29.228 6.1.2: an HSS that has not taken a de-registration is told again, a few times")
    void toldAgain() {
        alice.register();
        network.hss.assigning(ServerAssignmentType.TIMEOUT_DEREGISTRATION,
                new DiameterRefusal(DiameterRefusal.Kind.TIMEOUT, "test"));
        network.pass(3600);
        assertThat(network.registrations.size()).as("what is here has ended at once").isZero();
        assertThat(network.hss.assigned).hasSize(2);

        network.pass(9);
        assertThat(network.hss.assigned).as("not yet").hasSize(2);
        network.hss.assigning(ServerAssignmentType.TIMEOUT_DEREGISTRATION, ResultCode.SUCCESS);
        network.pass(1);
        network.pass(100);

        assertThat(network.hss.assignmentTypes()).containsExactly(ServerAssignmentType.REGISTRATION,
                ServerAssignmentType.TIMEOUT_DEREGISTRATION, ServerAssignmentType.TIMEOUT_DEREGISTRATION);
        assertThat(network.hss.assigned.get(2)).isEqualTo(network.hss.assigned.get(1));
        assertThat(untold()).isZero();
        assertThat(network.serving.untold()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"UNABLE_TO_COMPLY, 3, 1", "TOO_BUSY, 3, 1", "ERROR_USER_UNKNOWN, 1, 0"})
    @DisplayName("TS 29.228 6.1.2: not for ever, and not where the HSS has a reason of Cx")
    void toldInVain(ResultCode result, int attempts, int counted) {
        alice.register();
        network.hss.assigning(ServerAssignmentType.TIMEOUT_DEREGISTRATION, result);

        for (int seconds = 3600; seconds > 0; seconds = seconds == 3600 ? 60 : seconds - 10) {
            network.pass(seconds);
        }

        assertThat(network.hss.assigned).hasSize(1 + attempts);
        assertThat(untold()).isEqualTo(counted);
        assertThat(network.serving.untold()).isZero();
    }

    @Test
    @DisplayName("TS 29.228 6.1.2: who has registered again is not de-registered by what the HSS is told again")
    void registeredAgain() {
        alice.register();
        network.hss.assigning(ServerAssignmentType.TIMEOUT_DEREGISTRATION,
                new DiameterRefusal(DiameterRefusal.Kind.UNREACHABLE, "test"));
        network.pass(3600);
        alice.register();

        network.pass(60);

        assertThat(network.hss.assignmentTypes()).containsExactly(ServerAssignmentType.REGISTRATION,
                ServerAssignmentType.TIMEOUT_DEREGISTRATION, ServerAssignmentType.REGISTRATION);
        assertThat(network.serving.untold()).isZero();
    }

    @Test
    @DisplayName("TS 29.228 6.1.2: of many that end at once the HSS is told so many a second")
    void manyAtOnce() {
        int users = 2 * Deregistrations.MOST_A_SECOND + 1;
        IntStream.range(0, users).forEach(i -> network.phone("user" + i).register());
        network.pass(3600);
        assertThat(network.registrations.size()).isZero();
        assertThat(network.hss.assigned).hasSize(users + Deregistrations.MOST_A_SECOND);

        network.pass(1);
        assertThat(network.hss.assigned).hasSize(users + 2 * Deregistrations.MOST_A_SECOND);
        network.pass(1);

        assertThat(network.hss.assigned).hasSize(2 * users);
        assertThat(network.hss.assigned.subList(users, 2 * users)).doesNotHaveDuplicates();
        assertThat(network.serving.untold()).isZero();
    }

    private double untold() {
        return Optional.ofNullable(network.meters.find(Deregistrations.UNTOLD).counter()).map(Counter::count).orElse(0.0);
    }

    @Test
    void nothingIsLeftWhenEverybodyIsGone() {
        for (String user : List.of("alice", "bob", "carol", "dave")) {
            network.phone(user).register();
            network.phone(user).ask();
        }
        network.pass(3601);

        assertThat(network.registrations.size()).isZero();
        assertThat(network.book.watched()).isZero();
        assertThat(network.serving.challenges()).isZero();
    }
}
