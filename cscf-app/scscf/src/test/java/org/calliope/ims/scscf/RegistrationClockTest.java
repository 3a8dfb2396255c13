package org.calliope.ims.scscf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.calliope.ims.cx.ServerAssignmentType;
import org.calliope.ims.diameter.DiameterRefusal;
import org.calliope.ims.registration.Binding;
import org.junit.jupiter.api.Test;

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
        assertThat(network.serving.watched()).isZero();
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
    void nothingIsLeftWhenEverybodyIsGone() {
        for (String user : List.of("alice", "bob", "carol", "dave")) {
            network.phone(user).register();
            network.phone(user).ask();
        }
        network.pass(3601);

        assertThat(network.registrations.size()).isZero();
        assertThat(network.serving.watched()).isZero();
        assertThat(network.serving.challenges()).isZero();
    }
}
