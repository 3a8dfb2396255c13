package org.calliope.ims.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.calliope.ims.container.busy.Busy;
import org.calliope.ims.container.busy.BusyListener;
import org.calliope.ims.container.busy.BusyWeb;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application in the middle of its work goes and comes again. Clauses are JSR 289 1.1. */
class RedeployTest {

    private static final int REDEPLOYS = 20;

    @TempDir
    private Path home;

    @BeforeEach
    void forget() {
        Events.clear();
    }

    private static Path busy(Path file) throws IOException {
        return Archives.archive(file, Map.of(), Busy.class, BusyListener.class, BusyWeb.class, Archives.packageInfo(Busy.class));
    }

    /** A call taken, one proxied, a message sent, timers running, an HTTP session: nothing of it is ended. */
    private static void work(TestServer server, int round) throws IOException, InterruptedException {
        try (Peer peer = server.peer(); Peer callee = server.peer()) {
            String here = "127.0.0.1:" + server.sipPort;
            peer.send(peer.request("INVITE", "sip:me@" + here, "taken" + round));
            assertThat(peer.receiveFinal()).startsWith("SIP/2.0 200 ");
            peer.send(peer.request("ACK", "sip:me@" + here, "ack" + round).replace("Call-ID: ack", "Call-ID: taken"));
            callProxied(server, peer, callee, round);
            peer.send(peer.request("OPTIONS", "sip:x@" + here, "options" + round));
            String sent = peer.receive();
            while (!sent.startsWith("MESSAGE sip:")) {
                sent = peer.receive(); // the call's answer again, or this request's
            }
            peer.send(peer.response(sent, "200 OK"));
        }
        assertThat(server.get("/busy/web").body()).isEqualTo("busy");
    }

    /** The server connects to the peer from within the application, and the connection outlives it. */
    private static Socket messageOverTcp(TestServer server, int round) throws IOException {
        try (Peer peer = server.peer(); ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listening.setSoTimeout(5_000);
            peer.send(peer.request("OPTIONS", "sip:x@127.0.0.1:" + server.sipPort, "tcp" + round).replaceFirst("Contact: <[^>]*>",
                "Contact: <sip:a@127.0.0.1:" + listening.getLocalPort() + ";transport=tcp>"));
            Socket connection = listening.accept();
            assertThat(new String(connection.getInputStream().readNBytes(8), StandardCharsets.US_ASCII)).isEqualTo("MESSAGE ");
            assertThat(peer.receiveFinal()).startsWith("SIP/2.0 200 ");
            return connection;
        }
    }

    private static void callProxied(TestServer server, Peer caller, Peer callee, int round) {
        caller.send(caller.request("INVITE", "sip:b@127.0.0.1:" + callee.port(), "proxied" + round,
            "Route: <sip:127.0.0.1:" + server.sipPort + ";lr>"));
        callee.send(callee.response(callee.receive(), "200 OK"));
        String answer = caller.receiveFinal();
        while (!answer.contains("proxied")) {
            answer = caller.receiveFinal(); // the other call's, again
        }
        assertThat(answer).startsWith("SIP/2.0 200 ");
    }

    @Test
    void after20RedeploysUnderTrafficNoClassLoaderIsLeft() throws Exception {
        try (TestServer server = TestServer.start(home)) {
            Path archive = busy(home.resolve("busy.sar"));
            List<Socket> open = new ArrayList<>();
            for (int round = 0; round < REDEPLOYS; round++) {
                server.server.deployer().deploy(archive);
                work(server, round);
                open.add(messageOverTcp(server, round));
                server.server.deployer().undeploy("busy");
            }
            assertThat(Events.told()).filteredOn("context destroyed"::equals).hasSize(REDEPLOYS);
            await().atMost(Duration.ofSeconds(40)).pollInterval(Duration.ofMillis(500)).untilAsserted(() -> {
                System.gc();
                assertThat(Events.alive()).isEmpty();
            });
            for (Socket connection : open) {
                connection.close();
            }
        }
    }

    @Test
    void whoIsUndeployedHearsTheEndOfItsSessionsBeforeItsOwn_8_2() throws Exception {
        try (TestServer server = TestServer.start(home)) {
            server.server.deployer().deploy(busy(home.resolve("busy.sar")));
            work(server, 0);
            server.server.deployer().undeploy("busy");
        }
        assertThat(Events.told()).containsOnlyOnce("servlet initialized Busy")
            .filteredOn("application session created"::equals).hasSize(4);
        assertThat(Events.told()).filteredOn("application session destroyed"::equals).hasSize(4);
        assertThat(Events.told()).filteredOn("SIP session destroyed"::equals)
            .hasSameSizeAs(Events.told().stream().filter("SIP session created"::equals).toList());
        assertThat(Events.told()).contains("HTTP session destroyed").last().isEqualTo("context destroyed");
    }
}
