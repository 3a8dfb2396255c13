package org.calliope.ims.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.calliope.ims.container.busy.Busy;
import org.calliope.ims.container.busy.BusyListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server ends while there is work: none of it is cut off that can finish in time. */
class DrainTest {

    /** Less than timer B, which ends a call that nobody answers (RFC 3261 17.1.1.2): what it takes without a limit. */
    private static final Duration UNLIMITED = Duration.ofSeconds(25);

    @TempDir
    private Path home;

    private TestServer start(String limit) throws IOException {
        Archives.archive(java.nio.file.Files.createDirectories(home.resolve("deploy")).resolve("busy.sar"), Map.of(), Busy.class,
            BusyListener.class, Archives.packageInfo(Busy.class));
        return TestServer.start(home, "drain-limit = " + limit);
    }

    private static String invite(TestServer server, Peer caller, Peer callee, String call) {
        return caller.request("INVITE", "sip:b@127.0.0.1:" + callee.port(), call, "Route: <sip:127.0.0.1:" + server.sipPort + ";lr>");
    }

    private static String next(Peer peer, String start, String call) {
        String message = peer.receive();
        while (!message.startsWith(start) || !message.contains("Call-ID: " + call)) {
            message = peer.receive();
        }
        return message;
    }

    @Test
    void newRequestsGet503AndACallThatIsBeingSetUpAndADialogGoOn_RFC3261_21_5_4() throws Exception {
        try (TestServer server = start("20s"); Peer caller = server.peer(); Peer callee = server.peer()) {
            caller.send(invite(server, caller, callee, "running"));
            String arrived = next(callee, "INVITE", "running");
            assertThat(server.get("/health/ready").statusCode()).isEqualTo(200);
            CompletableFuture<Void> drained = CompletableFuture.runAsync(server.server::drain);
            await().until(() -> server.get("/health/ready").statusCode() == 503);
            assertThat(server.get("/health").body()).contains("\"status\":\"stopping\"");

            caller.send(caller.request("OPTIONS", "sip:x@127.0.0.1:" + server.sipPort, "late"));
            assertThat(next(caller, "SIP/2.0 503 ", "late")).contains("\r\nRetry-After: 30\r\n")
                .contains("\r\nReason: SIP;cause=503;text=\"the server is going down\"\r\n");
            caller.send(invite(server, caller, callee, "running"));
            assertThat(drained).isNotDone();

            callee.send(callee.response(arrived, "200 OK"));
            String answer = next(caller, "SIP/2.0 200 ", "running");
            String bye = caller.request("BYE", "sip:b@127.0.0.1:" + callee.port(), "bye").replace("Call-ID: bye", "Call-ID: running")
                .replace("CSeq: 1", "CSeq: 2").replace("To: <sip:b@127.0.0.1:" + callee.port() + ">", to(answer) + "\r\n" + route(answer));
            caller.send(bye);
            String ended = next(callee, "BYE", "running");
            callee.send(callee.response(ended, "200 OK"));
            next(caller, "SIP/2.0 200 ", "running");
            drained.get(10, java.util.concurrent.TimeUnit.SECONDS);
        }
    }

    private static String to(String answer) {
        return answer.lines().filter(l -> l.startsWith("To:")).findFirst().orElseThrow();
    }

    private static String route(String answer) {
        return answer.lines().filter(l -> l.startsWith("Record-Route:")).findFirst().orElseThrow().replace("Record-Route", "Route");
    }

    @Test
    void whatDoesNotFinishIsNotWaitedForLongerThanTheLimit() throws Exception {
        try (TestServer server = start("1s"); Peer caller = server.peer(); Peer callee = server.peer()) {
            caller.send(invite(server, caller, callee, "stays"));
            next(callee, "INVITE", "stays");
            long began = System.nanoTime();
            server.server.drain();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(Duration.ofMillis(900), UNLIMITED);
        }
    }

    @Test
    void aLimitOfZeroWaitsForNothing() throws Exception {
        try (TestServer server = start("0s"); Peer caller = server.peer(); Peer callee = server.peer()) {
            caller.send(invite(server, caller, callee, "cut"));
            next(callee, "INVITE", "cut");
            long began = System.nanoTime();
            server.server.drain();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(UNLIMITED);
        }
    }
}
