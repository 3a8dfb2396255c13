package org.calliope.ims.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import gov.nist.javax.sip.SipStackImpl;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.calliope.ims.container.sample.Sample;
import org.calliope.ims.container.sample.Web;
import org.calliope.ims.trace.SipEvent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server with one converged application, over real sockets. Clauses are JSR 289 1.1 unless named otherwise. */
class ServerTest {

    @TempDir
    private static Path home;
    private static Server server;
    private static int port;

    @BeforeAll
    static void start() throws IOException {
        port = FreePorts.draw();
        Files.createDirectories(home.resolve("conf"));
        Files.createDirectories(home.resolve("deploy"));
        // other tests want their answer also on a machine that is busy
        Files.writeString(home.resolve("conf/server.properties"), "http-port = 0\noverload-delay = 0ms\nsip-listen = udp:127.0.0.1:" + port
            + ", tcp:127.0.0.1:" + port + "\n");
        Archives.archive(home.resolve("deploy/sample.sar"), Map.of(), Sample.class, Web.class, Archives.packageInfo(Sample.class));
        server = Server.start(home);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + server.httpPort() + path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void anAnnotatedServletGetsTheContainersObjectsByAttributeResourceAndJndi_13_6_18_2() throws IOException {
        try (Peer peer = new Peer(port)) {
            peer.send(peer.request("OPTIONS", "sip:x@127.0.0.1:" + port, "given"));
            assertThat(peer.receive()).startsWith("SIP/2.0 200 ")
                .contains("X-Given: factory=true sessions=true timers=true attribute=true jndi=true initialized=true");
        }
    }

    @Test
    void aRetransmittedRequestGetsTheSameResponseAndDoesNotReachTheServlet_RFC3261_17_2_2() throws IOException {
        try (Peer peer = new Peer(port)) {
            String request = peer.request("OPTIONS", "sip:x@127.0.0.1:" + port, "again");
            peer.send(request);
            String first = peer.receive();
            SipStackImpl stack = (SipStackImpl) server.sip().getSipStack();
            await().until(() -> stack.getServerTransactionTableSize() == 0);
            peer.send(request);
            assertThat(peer.receive()).isEqualTo(first);
        }
    }

    @Test
    void aServletTimerFiresAndItsListenerMayAnswer_6_3() throws IOException {
        try (Peer peer = new Peer(port)) {
            peer.send(peer.request("MESSAGE", "sip:x@127.0.0.1:" + port, "timer"));
            assertThat(peer.receive()).startsWith("SIP/2.0 202 ");
        }
    }

    @Test
    void aProxiedInviteCarriesARecordRouteAndASecondInviteAfterThe2xxIsAbsorbed_10_2_RFC6026_7_1() throws IOException {
        try (Peer caller = new Peer(port); Peer callee = new Peer(port)) {
            String invite = caller.request("INVITE", "sip:b@127.0.0.1:" + callee.port(), "call",
                "Route: <sip:127.0.0.1:" + port + ";lr>");
            caller.send(invite);
            String arrived = callee.receive();
            assertThat(arrived).contains("Record-Route: <sip:127.0.0.1:" + port).contains("Max-Forwards: 69")
                .doesNotContain("\r\nRoute:");
            callee.send(callee.response(arrived, "200 OK"));
            assertThat(caller.receiveFinal()).startsWith("SIP/2.0 200 ");
            caller.send(invite);
            assertThat(callee.receive(300)).isEmpty();
        }
    }

    @Test
    void afterTheirCallsTransactionsAndSessionsAreGone() throws IOException {
        try (Peer peer = new Peer(port)) {
            for (int i = 0; i < 50; i++) {
                peer.send(peer.request("OPTIONS", "sip:x@127.0.0.1:" + port, "gone" + i));
                assertThat(peer.receive()).startsWith("SIP/2.0 200 ");
            }
        }
        SipStackImpl stack = (SipStackImpl) server.sip().getSipStack();
        await().untilAsserted(() -> assertThat(stack.getServerTransactionTableSize() + " server, "
            + stack.getClientTransactionTableSize() + " client transactions").isEqualTo("0 server, 0 client transactions"));
    }

    @Test
    void anHttpSessionBelongsToASipApplicationSession_13_4() throws Exception {
        assertThat(get("/sample/web").body())
            .startsWith("sample true true http://127.0.0.1:" + server.httpPort() + "/sample/web;jsessionid=");
    }

    @Test
    void healthTellsThatRequestsAreTaken() throws Exception {
        HttpResponse<String> health = get("/health");
        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.body()).contains("\"status\":\"ready\"");
    }

    @Test
    void everyMessageStandsInTheTraceWithItsText() throws IOException {
        try (Peer peer = new Peer(port)) {
            peer.send(peer.request("OPTIONS", "sip:x@127.0.0.1:" + port, "traced"));
            peer.receive();
            // a message is recorded once it has been sent
            await().untilAsserted(() -> assertThat(hops("traced")).containsExactly(
                "127.0.0.1:" + peer.port() + " > 127.0.0.1:" + port + " OPTIONS sip:x@127.0.0.1:" + port + " SIP/2.0",
                "127.0.0.1:" + port + " > 127.0.0.1:" + peer.port() + " SIP/2.0 200 OK"));
        }
    }

    @Test
    void whoWritesThisServersAddressIntoItsViaIsTracedByWhereItIs() throws IOException {
        try (Peer peer = new Peer(port)) {
            peer.send(peer.request("OPTIONS", "sip:x@127.0.0.1:" + port, "disguised")
                .replace("127.0.0.1:" + peer.port() + ";branch", "127.0.0.1:" + port + ";rport;branch"));
            assertThat(peer.receive()).startsWith("SIP/2.0 200 ");
            await().untilAsserted(() -> assertThat(hops("disguised")).first().asString().startsWith("127.0.0.1:" + peer.port() + " > "));
        }
    }

    private static List<String> hops(String callId) {
        return server.node().trace().since(0, 1000).stream().filter(e -> e.join().callId().equals(callId))
            .map(e -> (SipEvent) e).map(e -> e.from() + " > " + e.to() + ' ' + e.startLine()).toList();
    }

    @Test
    void aMalformedRequestIsAnswered400AndTheNextOneIsServed_RFC3261_16_3() throws IOException {
        try (Peer peer = new Peer(port)) {
            peer.send(peer.request("OPTIONS", "sip:x@127.0.0.1:" + port, "bad").replace("CSeq: 1 OPTIONS", "CSeq: one OPTIONS"));
            assertThat(peer.receive()).startsWith("SIP/2.0 400 Bad Request (CSeq: one OPTIONS :Number format exception)\r\nVia: ");
            assertThat(server.node().meters().counter("sip.malformed").count()).isPositive();
            peer.send(peer.request("OPTIONS", "sip:x@127.0.0.1:" + port, "good"));
            assertThat(peer.receive()).startsWith("SIP/2.0 200 ");
        }
    }

    /** Each of them took a thread for as long as the name's look-up lasted, and eight of them all threads. */
    @Test
    void requestsOfNoDialogThatNameUnknownHostsAreAnswered481AndHoldNobodyUp_RFC3261_12_2_2() throws IOException {
        try (Peer peer = new Peer(port)) {
            for (int i = 0; i < 50; i++) {
                peer.send(peer.request("BYE", "sip:x@nobody" + i + ".example", "bye" + i).replace(".example>\r\nCall", ".example>;tag=9\r\nCall"));
            }
            peer.send(peer.request("OPTIONS", "sip:x@127.0.0.1:" + port, "next"));
            List<String> answers = new ArrayList<>();
            for (int i = 0; i <= 50; i++) {
                answers.add(peer.receive(2_000).orElseThrow());
            }
            assertThat(answers).filteredOn(a -> a.startsWith("SIP/2.0 481 ")).hasSize(50);
            assertThat(answers).filteredOn(a -> a.startsWith("SIP/2.0 200 ")).hasSize(1);
        }
    }

    @Test
    void aBrokenSipXmlSaysFileLineAndReasonAndLeavesNothingBehind() throws IOException {
        Path broken = Archives.archive(home.resolve("broken.sar"), Map.of("WEB-INF/sip.xml", "<sip-app>\n<app-name>x</app-name>\n<oops>"));
        assertThatThrownBy(() -> server.deployer().deploy(broken)).isInstanceOf(DeploymentException.class)
            .hasMessageContaining("broken.sar").hasMessageContaining("sip.xml line 3");
        assertThat(home.resolve("work/apps/broken")).doesNotExist();
    }

    @Test
    void anApplicationIsUndeployedAndDeployedAgainWhileTheServerRuns() throws IOException {
        Path other = Archives.archive(home.resolve("other.war"), Map.of("index.html", "<p>here</p>"));
        String name = server.deployer().deploy(other);
        assertThatThrownBy(() -> server.deployer().deploy(other)).hasMessageContaining("deployed already");
        server.deployer().undeploy(name);
        server.deployer().deploy(other);
        server.deployer().undeploy(name);
        assertThatThrownBy(() -> server.deployer().undeploy(name)).hasMessageContaining("other is not deployed");
    }

    @Test
    void theCoresReporterIsOursAndSendsNothing() {
        assertThat(org.restcomm.commons.statistics.reporter.RestcommStatsReporter.class.getProtectionDomain().getCodeSource())
            .isEqualTo(Server.class.getProtectionDomain().getCodeSource());
        assertThat(Thread.getAllStackTraces().keySet()).noneMatch(t -> t.getName().contains("metrics-"));
    }
}
