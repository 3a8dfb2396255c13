package org.calliope.ims.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.calliope.ims.container.busy.Busy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server as a process of its own, and the signals that end it. */
class MainTest {

    private static final int TERMINATED = 143;

    @TempDir
    private Path home;
    private Process process;
    private int port;

    @BeforeEach
    void start() throws IOException {
        port = FreePorts.draw();
        Files.createDirectories(home.resolve("conf"));
        Files.writeString(home.resolve("conf/server.properties"), "http-port = 0\nsip-listen = udp:127.0.0.1:" + port
            + "\noverload-delay = 0ms\ndrain-limit = 120s\n");
        Archives.archive(Files.createDirectories(home.resolve("deploy")).resolve("busy.sar"), Map.of(), Busy.class, Archives.packageInfo(Busy.class));
        process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-cp",
            System.getProperty("java.class.path"), Main.class.getName(), "--home", home.toString())
            .redirectErrorStream(true).redirectOutput(home.resolve("out").toFile()).start();
    }

    @AfterEach
    void end() {
        process.destroyForcibly();
    }

    private void awaitOptionsAnswered(Peer peer, String status) {
        int[] number = new int[1];
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            String call = status + number[0]++;
            peer.send(peer.request("OPTIONS", "sip:x@127.0.0.1:" + port, call));
            boolean answered = false;
            for (Optional<String> m = peer.receive(500); m.isPresent() && !answered; m = peer.receive(200)) {
                m.filter(text -> text.startsWith("MESSAGE ")).ifPresent(text -> peer.send(peer.response(text, "200 OK")));
                answered = m.get().startsWith("SIP/2.0 " + status);
            }
            return answered;
        });
    }

    @Test
    void theFirstSignalDrainsAndTheSecondEndsAtOnce() throws Exception {
        try (Peer peer = new Peer(port); Peer callee = new Peer(port)) {
            awaitOptionsAnswered(peer, "200");
            peer.send(peer.request("INVITE", "sip:b@127.0.0.1:" + callee.port(), "rings", "Route: <sip:127.0.0.1:" + port + ";lr>"));
            assertThat(callee.receive()).startsWith("INVITE ");
            process.destroy();
            awaitOptionsAnswered(peer, "503");
            assertThat(process.isAlive()).isTrue();
            process.toHandle().destroy();
            assertThat(process.waitFor(5, TimeUnit.SECONDS)).as(Files.readString(home.resolve("out"))).isTrue();
            assertThat(process.exitValue()).isEqualTo(TERMINATED);
        }
    }

    @Test
    void withNothingToFinishOneSignalIsEnough() throws Exception {
        try (Peer peer = new Peer(port)) {
            awaitOptionsAnswered(peer, "200");
        }
        process.destroy();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(Files.readString(home.resolve("out"))).isTrue();
        assertThat(process.exitValue()).isEqualTo(TERMINATED);
    }
}
