package org.calliope.ims.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.calliope.ims.flow.Flows.through;
import static org.calliope.ims.testkit.diameter.FakeCdf.EVENT;
import static org.calliope.ims.testkit.diameter.FakeCdf.START;
import static org.calliope.ims.testkit.diameter.FakeCdf.STOP;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.calliope.ims.testkit.Call;
import org.calliope.ims.testkit.FreePorts;
import org.calliope.ims.testkit.UserAgent;
import org.calliope.ims.testkit.diameter.FakeCdf;
import org.calliope.ims.testkit.wire.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole system in one process, which is killed while its charging function is away. */
@Timeout(180)
class KilledRfIT {
    private final int port = FreePorts.draw(1).get(0);
    private final FakeCdf cdf = new FakeCdf(port, "cdf.ims.example", "ims.example");
    private ServerProcess server;

    @TempDir
    private Path scratch;

    @BeforeEach
    void start() {
        server = new ServerProcess(Set.of(), Map.of("charging", Map.of("functions", "aaa://127.0.0.1:" + port + " cdf.ims.example")));
        server.begin().awaitReady();
    }

    @AfterEach
    void end() {
        server.close();
        cdf.close();
    }

    private UserAgent registered(String user) {
        UserAgent phone = server.phone(user, Transport.UDP);
        phone.register();
        return phone;
    }

    @Test
    @DisplayName("RFC 6733 9.4: after kill -9 every record arrives, with the T bit, and a session that was up has its STOP_RECORD")
    void killed() {
        UserAgent alice = registered("alice");
        UserAgent bob = registered("bob");
        Call over = alice.call(bob.identity());
        through(over, bob);
        alice.message(bob.identity(), "hello").awaitFinal();
        Call up = alice.call(bob.identity());
        bob.awaitInvite().answer();
        up.awaitAnswer();
        // two sides: START and STOP of one session, an event, START of the other and that it goes on
        Awaitility.await().until(() -> server.written("rf-requests", scratch) == 10);

        server.kill();
        cdf.start();
        server.begin().awaitReady();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> server.written("rf-requests", scratch) == 0);

        List<Accounted> all = cdf.received().stream().map(Accounted::new).toList();
        assertThat(all.stream().map(Accounted::key)).doesNotHaveDuplicates();
        assertThat(of(over.callId(), all)).extracting(Accounted::type).containsExactlyInAnyOrder(START, START, STOP, STOP);
        assertThat(of(over.callId(), all)).allMatch(Accounted::again);
        assertThat(all).filteredOn(one -> one.type() == EVENT).hasSize(2).allMatch(Accounted::again);
        assertThat(of(up.callId(), all)).filteredOn(one -> one.type() == START).hasSize(2).allMatch(Accounted::again);
        assertThat(of(up.callId(), all)).filteredOn(one -> one.type() == STOP).as("internal error").hasSize(2)
            .allMatch(one -> one.cause().orElseThrow() == 3 && one.number() == 1);
        assertThat(server.log()).doesNotContain(" ERROR ");
    }

    private static List<Accounted> of(String callId, List<Accounted> all) {
        return all.stream().filter(one -> one.callId().equals(callId)).toList();
    }
}
