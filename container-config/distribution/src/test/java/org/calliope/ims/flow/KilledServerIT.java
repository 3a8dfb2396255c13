package org.calliope.ims.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.calliope.ims.node.Node;
import org.calliope.ims.node.SipEndpoint;
import org.calliope.ims.testkit.Call;
import org.calliope.ims.testkit.Console;
import org.calliope.ims.testkit.IncomingCall;
import org.calliope.ims.testkit.ServerHome;
import org.calliope.ims.testkit.UserAgent;
import org.calliope.ims.testkit.wire.SipMessage;
import org.calliope.ims.testkit.wire.Transport;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.StringDataType;
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
    private static final Pattern HTTP = Pattern.compile("ready: HTTP on (\\S+)");

    @TempDir
    private Path scratch;
    private final List<UserAgent> phones = new ArrayList<>();
    private ServerHome home;
    private Process server;

    @BeforeEach
    void start() throws IOException {
        home = ServerHome.of(assembled(), Set.of(), Map.of("pcscf", Map.of("reg-event", "true")));
        up();
    }

    private static Path assembled() {
        return Path.of("target", "calliope-ims").toAbsolutePath();
    }

    private void up() throws IOException {
        Files.deleteIfExists(log());
        ProcessBuilder builder = new ProcessBuilder(assembled().resolve("bin/server").toString())
            .redirectErrorStream(true).redirectOutput(home.folder().resolve("out").toFile());
        builder.environment().put("CALLIOPE_HOME", home.folder().toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        server = builder.start();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
            assertThat(server.isAlive()).as(() -> read(home.folder().resolve("out"))).isTrue();
            return read(log()).contains("ready: HTTP");
        });
    }

    private Path log() {
        return home.folder().resolve("logs/server.log");
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            return e.toString();
        }
    }

    private void kill() throws InterruptedException {
        server.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
    }

    @AfterEach
    void end() throws InterruptedException {
        phones.forEach(UserAgent::close);
        kill();
        home.close();
    }

    private UserAgent phone(String user, Transport transport) {
        SipEndpoint pcscf;
        try (Node node = Node.at(home.folder())) {
            pcscf = node.topology().pcscf();
        }
        UserAgent phone = UserAgent.builder("sip:" + user + "@ims.example").password(user).transport(transport)
            .patience(Duration.ofSeconds(30))
            .proxy(new InetSocketAddress(pcscf.host(), pcscf.port())).build();
        phones.add(phone);
        return phone;
    }

    /** The P-CSCF answers first and writes some milliseconds later. */
    private void awaitWritten(int registrations) {
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> written() == registrations);
    }

    private int written() throws IOException {
        String name = "ue-registrations";
        Path copy = Files.copy(home.folder().resolve("data").resolve(name + ".mv"), scratch.resolve(name),
            StandardCopyOption.REPLACE_EXISTING);
        try (MVStore store = new MVStore.Builder().fileName(copy.toString()).readOnly().open()) {
            return store.openMap(name, new MVMap.Builder<String, byte[]>().keyType(StringDataType.INSTANCE)
                .valueType(ByteArrayDataType.INSTANCE)).size();
        } catch (MVStoreException halfWritten) {
            return -1;
        }
    }

    private long registers() {
        return phones.stream().flatMap(phone -> phone.exchange().sent().stream())
            .filter(message -> message.is("REGISTER")).count();
    }

    private static SipMessage reached(UserAgent caller, UserAgent called) {
        Call call = caller.call(called.identity());
        IncomingCall in = called.awaitInvite();
        in.answer();
        call.awaitAnswer();
        in.awaitAck();
        call.hangUp();
        in.awaitBye();
        return in.invite();
    }

    @Test
    @DisplayName("TS 24.229 5.2.6.3, 5.2.6.4, 5.4.3: after kill -9 who was registered calls and is called, without a REGISTER")
    void calls() throws IOException, InterruptedException {
        UserAgent alice = phone("alice", Transport.UDP);
        UserAgent bob = phone("bob", Transport.UDP);
        UserAgent carol = phone("carol", Transport.TCP);
        List.of(alice, bob, carol).forEach(UserAgent::register);
        awaitWritten(3);
        long registers = registers();

        kill();
        carol.disconnect();
        up();

        assertThat(reached(alice, bob).required("P-Asserted-Identity")).contains("sip:alice@ims.example");
        assertThat(reached(bob, alice).required("P-Asserted-Identity")).contains("sip:bob@ims.example");
        // her connection ended with the process, and only she can make it again (RFC 5626 5.3.1)
        alice.call(carol.identity()).expect(480);
        assertThat(reached(carol, alice).required("P-Asserted-Identity")).as("by the IP association of 5.2.2.3")
            .contains("sip:carol@ims.example");
        assertThat(registers()).isEqualTo(registers);
    }

    @Test
    @DisplayName("RFC 3261 17.1.1.2: a call begun while the server is not there is one when it is, not refused by half a server")
    void callsWhileItStarts() throws IOException, InterruptedException {
        UserAgent alice = phone("alice", Transport.UDP);
        UserAgent bob = phone("bob", Transport.UDP);
        List.of(alice, bob).forEach(UserAgent::register);
        awaitWritten(2);

        kill();
        Call call = alice.call(bob.identity());
        up();

        IncomingCall in = bob.awaitInvite();
        in.answer();
        call.awaitAnswer();
        call.hangUp();
        in.awaitBye();
    }

    @Test
    @DisplayName("TS 24.229 5.2.3: after kill -9 the P-CSCF subscribes to the state of who is registered again")
    void subscribes() throws IOException, InterruptedException {
        UserAgent alice = phone("alice", Transport.UDP);
        alice.register();
        awaitWritten(1);
        kill();
        up();
        Console console = new Console("http://"
            + HTTP.matcher(read(log())).results().findFirst().orElseThrow().group(1));

        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() ->
            console.get("api/trace?identity=" + alice.identity()).contains("SUBSCRIBE " + alice.identity()));
    }

    @Test
    @DisplayName("TS 24.229 5.2.2.1: who de-registers after a kill -9 stays so after the next")
    void deregisters() throws IOException, InterruptedException {
        UserAgent alice = phone("alice", Transport.UDP);
        UserAgent bob = phone("bob", Transport.UDP);
        alice.register();
        bob.register();
        awaitWritten(2);
        kill();
        up();
        alice.deregister();
        awaitWritten(1);
        kill();
        up();

        bob.call(alice.identity()).expect(480);
        alice.call(bob.identity()).expect(403);
    }
}
