package org.calliope.ims.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.calliope.ims.container.sample.forward.Forward;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A proxy whose next hops are names, with a DNS server and SIP peers over real sockets. */
class NextHopTest {

    @TempDir
    private static Path home;
    private static FakeDns dns;
    private static Server server;
    private static int port;

    @BeforeAll
    static void start() throws IOException {
        port = freePort();
        dns = new FakeDns();
        Files.createDirectories(home.resolve("conf"));
        Files.createDirectories(home.resolve("deploy"));
        Files.writeString(home.resolve("conf/server.properties"), "http-port = 0\noverload-delay = 0ms\nsip-listen = udp:127.0.0.1:" + port
            + ", tcp:127.0.0.1:" + port + "\ndns-servers = 127.0.0.1:" + dns.port()
            + "\ndns-timeout = 1s\nhop-timeout = 1s\nroot-application = none\n");
        Archives.archive(home.resolve("deploy/forward.sar"), Map.of(), Forward.class, Archives.packageInfo(Forward.class));
        server = Server.start(home);
    }

    @AfterAll
    static void stop() {
        server.close();
        dns.close();
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String outbound(Peer caller, String method, String uri, String branch) {
        return caller.request(method, uri, branch, "Route: <sip:127.0.0.1:" + port + ";lr>");
    }

    @Test
    void aNameIsLocatedBySrvAndTheRequestStaysAsItIs_RFC3263_4_2() throws IOException {
        try (Peer caller = new Peer(port); Peer callee = new Peer(port)) {
            dns.with("_sip._udp.srv.example. 60 IN SRV 0 0 " + callee.port() + " host.srv.example.", "host.srv.example. 60 IN A 127.0.0.1");
            caller.send(outbound(caller, "MESSAGE", "sip:b@srv.example", "srv"));
            String arrived = callee.receive();
            assertThat(arrived).startsWith("MESSAGE sip:b@srv.example SIP/2.0\r\n").doesNotContain("\r\nRoute:");
            callee.send(callee.response(arrived, "200 OK"));
            assertThat(caller.receiveFinal()).startsWith("SIP/2.0 200 ");
        }
    }

    @Test
    void aNameThatDoesNotExistIsAnswered503WithTheReason_RFC3261_16_9() throws IOException {
        try (Peer caller = new Peer(port)) {
            caller.send(outbound(caller, "MESSAGE", "sip:b@nowhere.example", "nowhere"));
            String answer = caller.receiveFinal();
            assertThat(answer).startsWith("SIP/2.0 503 ").contains("no server is known for nowhere.example");
            caller.send(outbound(caller, "INVITE", "sip:b@nowhere.example", "nowhere2"));
            assertThat(caller.receiveFinal()).startsWith("SIP/2.0 503 ").contains("no server is known for nowhere.example");
        }
    }

    @Test
    void requestsToNamesNobodyAnswersForHoldNobodyUp() throws IOException {
        try (Peer caller = new Peer(port); Peer callee = new Peer(port)) {
            for (int i = 0; i < 50; i++) {
                caller.send(outbound(caller, "MESSAGE", "sip:b@host" + i + ".silent", "silent" + i));
            }
            long began = System.nanoTime();
            caller.send(outbound(caller, "MESSAGE", "sip:b@127.0.0.1:" + callee.port(), "prompt"));
            callee.send(callee.response(callee.receive(400).orElseThrow(), "200 OK"));
            List<String> answers = new ArrayList<>();
            for (int i = 0; i <= 50; i++) {
                answers.add(caller.receiveFinal());
            }
            assertThat(answers).first().asString().startsWith("SIP/2.0 200 ");
            assertThat(answers).filteredOn(a -> a.startsWith("SIP/2.0 503 ")).hasSize(50);
        }
    }

    @Test
    void afterA503TheNextServerGetsTheRequestWithAnotherBranch_RFC3263_4_3() throws IOException {
        try (Peer caller = new Peer(port); Peer first = new Peer(port); Peer second = new Peer(port)) {
            dns.with("_sip._udp.two.example. 60 IN SRV 0 0 " + first.port() + " h.two.example.",
                "_sip._udp.two.example. 60 IN SRV 1 0 " + second.port() + " h.two.example.", "h.two.example. 60 IN A 127.0.0.1");
            caller.send(outbound(caller, "INVITE", "sip:b@two.example", "two"));
            String refused = first.receive();
            first.send(first.response(refused, "503 Service Unavailable"));
            assertThat(first.receive()).startsWith("ACK ");
            String arrived = second.receive();
            assertThat(branch(arrived)).isNotEqualTo(branch(refused));
            second.send(second.response(arrived, "200 OK"));
            String answer = caller.receiveFinal();
            assertThat(answer).startsWith("SIP/2.0 200 ");
        }
    }

    @Test
    void aSilentServerIsPassedOverAndTriedLastFromThenOn_RFC3263_4_3() throws IOException {
        try (Peer caller = new Peer(port); Peer first = new Peer(port); Peer second = new Peer(port)) {
            dns.with("_sip._udp.dead.example. 60 IN SRV 0 0 " + first.port() + " h.dead.example.",
                "_sip._udp.dead.example. 60 IN SRV 1 0 " + second.port() + " h.dead.example.", "h.dead.example. 60 IN A 127.0.0.1");
            caller.send(outbound(caller, "MESSAGE", "sip:b@dead.example", "dead"));
            String arrived = second.receive();
            second.send(second.response(arrived, "200 OK"));
            assertThat(caller.receiveFinal()).startsWith("SIP/2.0 200 ");
            while (first.receive(100).isPresent()) { }
            caller.send(outbound(caller, "MESSAGE", "sip:b@dead.example", "dead2"));
            arrived = second.receive(500).orElseThrow();
            second.send(second.response(arrived, "200 OK"));
            assertThat(caller.receiveFinal()).startsWith("SIP/2.0 200 ");
            assertThat(first.receive(100)).isEmpty();
        }
    }

    static String branch(String message) {
        String via = message.lines().filter(l -> l.startsWith("Via:")).findFirst().orElseThrow();
        return via.replaceFirst(".*branch=([^;]*).*", "$1");
    }
}
