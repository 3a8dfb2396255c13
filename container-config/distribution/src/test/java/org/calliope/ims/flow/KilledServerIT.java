package org.calliope.ims.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.calliope.ims.flow.Flows.through;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.calliope.ims.testkit.Call;
import org.calliope.ims.testkit.Console;
import org.calliope.ims.testkit.IncomingCall;
import org.calliope.ims.testkit.UserAgent;
import org.calliope.ims.testkit.wire.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole system in one process, which is killed: who was registered calls and is called when it is there again, and
 * no telephone sends a REGISTER for that.
 *
 * <pre>
 *  alice, bob: REGISTER … 200 |  kill -9  |  start  | alice: INVITE bob … BYE, bob: INVITE alice … BYE
 * </pre>
 */
@Timeout(180)
class KilledServerIT {
    @TempDir
    private Path scratch;
    private ServerProcess server;

    @BeforeEach
    void start() {
        server = new ServerProcess(Set.of(), Map.of("pcscf", Map.of("reg-event", "true")));
        server.begin().awaitReady();
    }

    @AfterEach
    void end() {
        server.close();
    }

    /** The P-CSCF answers first and writes some milliseconds later. */
    private void awaitWritten(int registrations) {
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> server.written("ue-registrations", scratch) == registrations);
    }

    private List<String> chargingRecords() throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(server.folder().resolve("data").resolve("charging"))) {
            for (Path file : files.toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines;
    }

    private static long registers(List<UserAgent> phones) {
        return phones.stream().flatMap(phone -> phone.exchange().sent().stream())
            .filter(message -> message.is("REGISTER")).count();
    }

    @Test
    @DisplayName("TS 24.229 5.2.6.3, 5.2.6.4, 5.4.3: after kill -9 who was registered calls and is called, without a REGISTER")
    void calls() {
        UserAgent alice = server.phone("alice", Transport.UDP);
        UserAgent bob = server.phone("bob", Transport.UDP);
        UserAgent carol = server.phone("carol", Transport.TCP);
        List<UserAgent> phones = List.of(alice, bob, carol);
        phones.forEach(UserAgent::register);
        awaitWritten(3);
        long registers = registers(phones);

        server.kill();
        carol.disconnect();
        server.begin().awaitReady();

        assertThat(through(alice.call(bob.identity()), bob).required("P-Asserted-Identity")).contains("sip:alice@ims.example");
        assertThat(through(bob.call(alice.identity()), alice).required("P-Asserted-Identity")).contains("sip:bob@ims.example");
        // her connection ended with the process, and only she can make it again (RFC 5626 5.3.1)
        alice.call(carol.identity()).expect(480);
        assertThat(through(carol.call(alice.identity()), alice).required("P-Asserted-Identity")).as("by the IP association of 5.2.2.3")
            .contains("sip:carol@ims.example");
        assertThat(registers(phones)).isEqualTo(registers);
    }

    @Test
    @DisplayName("RFC 3261 17.1.1.2: a call begun while the server is not there is one when it is, not refused by half a server")
    void callsWhileItStarts() {
        UserAgent alice = server.phone("alice", Transport.UDP);
        UserAgent bob = server.phone("bob", Transport.UDP);
        List.of(alice, bob).forEach(UserAgent::register);
        awaitWritten(2);

        server.kill();
        Call call = alice.call(bob.identity());
        server.begin().awaitReady();

        IncomingCall in = bob.awaitInvite();
        in.answer();
        call.awaitAnswer();
        call.hangUp();
        in.awaitBye();
    }

    @Test
    @DisplayName("RFC 3261 12.2.2: a call that was up at the kill is gone: its BYE is answered 481, and nobody is alarmed;"
        + " TS 32.260 5.2.2.1: it has its charging records all the same")
    void callsThatWereUp() throws IOException {
        UserAgent alice = server.phone("alice", Transport.UDP);
        UserAgent bob = server.phone("bob", Transport.UDP).answeringCalls();
        List.of(alice, bob).forEach(UserAgent::register);
        awaitWritten(2);
        Call call = alice.call(bob.identity());
        call.awaitAnswer();
        Awaitility.await().until(() -> server.written("charged-sessions", scratch) == 2);

        server.kill();
        server.begin().awaitReady();

        call.send("BYE").expect(481);
        Awaitility.await().until(() -> chargingRecords().size() == 2);
        assertThat(chargingRecords()).allMatch(record -> record.contains("\"causeForRecordClosing\":\"restart\"")
            && record.contains(call.callId()));
        assertThat(server.log()).doesNotContain(" ERROR ");
    }

    @Test
    @DisplayName("TS 24.229 5.2.3: after kill -9 the P-CSCF subscribes to the state of who is registered again")
    void subscribes() {
        UserAgent alice = server.phone("alice", Transport.UDP);
        alice.register();
        awaitWritten(1);
        server.kill();
        server.begin().awaitReady();
        Console console = server.console();

        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() ->
            console.get("api/trace?identity=" + alice.identity()).contains("SUBSCRIBE " + alice.identity()));
    }

    @Test
    @DisplayName("TS 24.229 5.2.2.1: who de-registers after a kill -9 stays so after the next")
    void deregisters() {
        UserAgent alice = server.phone("alice", Transport.UDP);
        UserAgent bob = server.phone("bob", Transport.UDP);
        alice.register();
        bob.register();
        awaitWritten(2);
        server.kill();
        server.begin().awaitReady();
        alice.deregister();
        awaitWritten(1);
        server.kill();
        server.begin().awaitReady();

        bob.call(alice.identity()).expect(480);
        alice.call(bob.identity()).expect(403);
    }
}
