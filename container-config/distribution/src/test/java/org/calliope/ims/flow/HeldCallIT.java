package org.calliope.ims.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.calliope.ims.testkit.Call;
import org.calliope.ims.testkit.IncomingCall;
import org.calliope.ims.testkit.UserAgent;
import org.calliope.ims.testkit.wire.Transport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a call costs while people talk, which may be for long: nothing of how it began. */
@Timeout(180)
class HeldCallIT {

    private static final int CALLS = 5;
    private static final Set<String> TRANSACTIONS =
        Set.of("org.calliope.ims.container.sip.ServerTransaction", "org.calliope.ims.container.sip.ClientTransaction");

    @Test
    @DisplayName("RFC 3261 17: the transactions that began a call are not held by it, nor the messages they hold")
    void holdsNoTransaction() throws IOException {
        // in a process of its own, whose heap is that of this system alone
        try (ServerProcess server = new ServerProcess(Set.of(), Map.of()).begin().awaitReady()) {
            UserAgent alice = server.phone("alice", Transport.UDP);
            UserAgent bob = server.phone("bob", Transport.UDP);
            alice.register();
            bob.register();
            List<Call> calls = new ArrayList<>();
            List<IncomingCall> taken = new ArrayList<>();
            for (int i = 0; i < CALLS; i++) {
                calls.add(alice.call(bob.identity()));
                taken.add(bob.awaitInvite());
                taken.get(i).ring();
                calls.get(i).awaitRinging();
            }
            assertThat(server.live(TRANSACTIONS)).as("while it rings").isGreaterThanOrEqualTo(2 * CALLS);

            taken.forEach(IncomingCall::answer);
            calls.forEach(Call::awaitAnswer);
            taken.forEach(IncomingCall::awaitAck);

            Awaitility.await().atMost(Leftovers.TIMERS).pollInterval(Duration.ofSeconds(1)).untilAsserted(() ->
                assertThat(server.live(TRANSACTIONS)).isZero());

            calls.forEach(Call::hangUp);
            taken.forEach(IncomingCall::awaitBye);
        }
    }
}
