package org.calliope.ims.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.calliope.ims.container.busy.Busy;
import org.calliope.ims.container.busy.BusyListener;
import org.calliope.ims.container.stuck.Stuck;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees from outside: health and metrics. */
class OperationsTest {

    @TempDir
    private static Path home;
    private static TestServer server;

    @BeforeAll
    static void start() throws IOException {
        Path deploy = Files.createDirectories(home.resolve("deploy"));
        Archives.archive(deploy.resolve("busy.sar"), Map.of(), Busy.class, BusyListener.class, Archives.packageInfo(Busy.class));
        Files.writeString(deploy.resolve("bad.war"), "no zip");
        server = TestServer.start(home, "sip-threads = 1", "liveness-limit = 2s");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static double value(String metrics, String series) {
        return metrics.lines().filter(l -> l.startsWith(series + ' ')).mapToDouble(l -> Double.parseDouble(l.substring(series.length() + 1)))
            .findFirst().orElseThrow(() -> new AssertionError(series + " is not in\n" + metrics));
    }

    @Test
    void healthSaysVersionBuildAndUptime() throws Exception {
        HttpResponse<String> health = server.get("/health");
        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.headers().firstValue("Content-Type").orElse("")).startsWith("application/json");
        assertThat(health.body()).containsPattern("\"version\":\"[0-9]+\\.[0-9]+\\.[0-9]+.*\",\"commit\":\"([0-9a-f]{7,40}|unknown)\",\"built\":\"20[0-9]{2}-.*\"")
            .containsPattern("\"uptimeSeconds\":[0-9]+");
        assertThat(server.get("/health/other").statusCode()).isEqualTo(404);
    }

    @Test
    void readyTellsHowEachApplicationFaresAndABrokenOneDoesNotTakeTheServerOut() throws Exception {
        HttpResponse<String> ready = server.get("/health/ready");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.body()).contains("\"name\":\"bad\",\"kind\":\"war\",\"state\":\"FAILED\"")
            .contains("\"name\":\"busy\",\"kind\":\"sar\",\"state\":\"RUNNING\"").doesNotContain("no zip");
    }

    @Test
    void aServerWhoseThreadsAreAllHeldUpIsNotLiveUntilTheyAreNot() throws Exception {
        Stuck.until = new CountDownLatch(1);
        server.server.deployer().undeploy("busy");
        server.server.deployer().deploy(Archives.archive(home.resolve("stuck.sar"), Map.of("WEB-INF/sip.xml",
            "<sip-app><app-name>stuck</app-name><servlet><servlet-name>s</servlet-name><servlet-class>" + Stuck.class.getName()
                + "</servlet-class></servlet></sip-app>")));
        assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
        try (Peer peer = server.peer()) {
            peer.send(peer.request("OPTIONS", "sip:x@127.0.0.1:" + server.sipPort, "stuck"));
            await().atMost(Duration.ofSeconds(20)).until(() -> server.get("/health/live").statusCode() == 503);
            assertThat(server.get("/health/live").body()).contains("\"status\":\"stuck\"");
        } finally {
            Stuck.until.countDown();
        }
        await().until(() -> server.get("/health/live").statusCode() == 200);
        server.server.deployer().undeploy("stuck");
        server.server.deployer().deploy(home.resolve("deploy/busy.sar"));
    }

    @Test
    void metricsTellOfTheJvmTheSipSideAndTheApplications() throws Exception {
        try (Peer peer = server.peer()) {
            peer.send(peer.request("INVITE", "sip:me@127.0.0.1:" + server.sipPort, "metered"));
            assertThat(peer.receiveFinal()).startsWith("SIP/2.0 200 ");
        }
        HttpResponse<String> metrics = server.get("/metrics");
        assertThat(metrics.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain").contains("version=0.0.4");
        String text = metrics.body();
        assertThat(value(text, "applications{state=\"running\"}")).isEqualTo(1);
        assertThat(value(text, "applications{state=\"failed\"}")).isEqualTo(1);
        assertThat(value(text, "sip_sessions{application=\"busy\"}")).isPositive();
        assertThat(value(text, "sip_application_sessions{application=\"busy\"}")).isPositive();
        assertThat(value(text, "sip_transactions{side=\"client\"}")).isNotNegative();
        assertThat(value(text, "sip_pool_queue{pool=\"scheduled\"}")).isPositive();
        assertThat(text).contains("jvm_memory_used_bytes{", "jvm_threads_live_threads ", "system_cpu_count ", "process_uptime_seconds ",
            "sip_overload_wait_seconds ", "jvm_gc_");
    }

    @Test
    void metricsAreNotReadUnderANameThatCouldBeAnybodysWithoutThePassword() throws Exception {
        assertThat(status("localhost")).isEqualTo("HTTP/1.1 200 ");
        assertThat(status("attacker.example")).isEqualTo("HTTP/1.1 401 ");
        assertThat(TestServer.send(server.admin("/metrics")).statusCode()).isEqualTo(200);
    }

    private static String status(String host) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.server.httpPort())) {
            socket.getOutputStream().write(("GET /metrics HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(13), StandardCharsets.US_ASCII);
        }
    }
}
