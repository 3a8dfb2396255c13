package org.calliope.ims.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gov.nist.javax.sip.SipStackImpl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.calliope.ims.container.dns.FakeDns;
import org.calliope.ims.container.sample.forward.Forward;
import org.calliope.ims.node.Role;
import org.calliope.ims.trace.Decision;
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
        port = FreePorts.draw();
        dns = new FakeDns();
        forwarding(home, dns, port);
        server = Server.start(home);
    }

    /** Makes the home of a server with this proxy at a port of 127.0.0.1. */
    static void forwarding(Path home, FakeDns dns, int port) throws IOException {
        Files.createDirectories(home.resolve("conf"));
        Files.createDirectories(home.resolve("deploy"));
        Files.writeString(home.resolve("conf/server.properties"), "http-port = 0\ndns-servers = 127.0.0.1:" + dns.port()
            + "\noverload-delay = 0ms\ndns-timeout = 1s\nhop-timeout = 1s\n");
        // the application answers in the place of the P-CSCF, which has no archive here
        Files.writeString(home.resolve("conf/ims.properties"), "pcscf = sip:127.0.0.1:" + port + "\nicscf = sip:127.0.0.1:"
            + FreePorts.draw() + "\nscscf = sip:127.0.0.1:" + FreePorts.draw()
            + "\nbgcf = sip:127.0.0.1:" + FreePorts.draw() + "\necscf = sip:127.0.0.1:" + FreePorts.draw() + '\n');
        Archives.archive(home.resolve("deploy/forward.sar"), Map.of(), Forward.class, Archives.packageInfo(Forward.class));
    }

    @AfterAll
    static void stop() {
        server.close();
        dns.close();
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
        assertThat(server.node().trace().since(0, 10_000)).filteredOn(e -> e.join().callId().equals("nowhere2"))
            .filteredOn(Decision.class::isInstance).first().extracting(e -> (Decision) e)
            .returns(Role.PCSCF, Decision::element).returns("next hop", Decision::rule).returns(503, Decision::status)
            .returns(Map.of("target", "nowhere.example"), Decision::values);
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
            dns.with(twoServers("two.example", first.port(), second.port()));
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
    void aResponseWhoseConnectionIsGoneGoesWhereTheSentByLeads_RFC3263_5() throws IOException {
        try (ServerSocket elsewhere = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.2")); Peer callee = new Peer(port)) {
            dns.with("caller.example. 60 IN A 127.0.0.2");
            long before = connections();
            try (StreamPeer caller = StreamPeer.tcp(InetAddress.getLoopbackAddress(), port)) {
                caller.send(SipTexts.request("MESSAGE", "sip:b@127.0.0.1:" + callee.port(), "TCP",
                    "caller.example:" + elsewhere.getLocalPort(), "sentby", "Route: <sip:127.0.0.1:" + port + ";transport=tcp;lr>"));
                String arrived = callee.receive();
                caller.close();
                await().until(() -> connections() == before);
                callee.send(callee.response(arrived, "200 OK"));
            }
            elsewhere.setSoTimeout(5_000);
            try (StreamPeer other = StreamPeer.of(elsewhere.accept())) {
                assertThat(other.receive()).startsWith("SIP/2.0 200 ").contains("caller.example:" + elsewhere.getLocalPort());
            }
        }
    }

    private static long connections() {
        return (long) server.node().meters().find("sip.connections").gauges().stream().mapToDouble(g -> g.value()).sum();
    }

    @Test
    void aSilentServerIsPassedOverAndTriedLastFromThenOn_RFC3263_4_3() throws IOException {
        try (Peer caller = new Peer(port); Peer first = new Peer(port); Peer second = new Peer(port)) {
            dns.with(twoServers("dead.example", first.port(), second.port()));
            caller.send(outbound(caller, "MESSAGE", "sip:b@dead.example", "dead"));
            String arrived = second.receive();
            second.send(second.response(arrived, "200 OK"));
            assertThat(caller.receiveFinal()).startsWith("SIP/2.0 200 ");
            while (first.receive(100).isPresent() || second.receive(100).isPresent()) { }
            caller.send(outbound(caller, "MESSAGE", "sip:b@dead.example", "dead2"));
            arrived = second.receive(500).orElseThrow();
            second.send(second.response(arrived, "200 OK"));
            assertThat(caller.receiveFinal()).startsWith("SIP/2.0 200 ");
            assertThat(first.receive(100)).isEmpty();
        }
    }

    @Test
    void aCallGoesOnAtTheServerThatTookIt_RFC3263_4_3() throws IOException {
        try (Peer caller = new Peer(port); Peer first = new Peer(port); Peer second = new Peer(port)) {
            dns.with(twoServers("call.example", first.port(), second.port()));
            caller.send(outbound(caller, "INVITE", "sip:b@call.example", "call"));
            String refused = first.receive();
            first.send(first.response(refused, "503 Service Unavailable"));
            assertThat(first.receive()).startsWith("ACK ").contains(branch(refused));
            String arrived = second.receive();
            first.send(first.response(refused, "503 Service Unavailable"));
            assertThat(first.receive()).as("a response that comes again is acknowledged again").startsWith("ACK ").contains(branch(refused));
            second.send(second.response(arrived, "180 Ringing"));
            second.send(second.response(arrived, "200 OK"));
            String answer = caller.receiveFinal();
            caller.send(inDialog(caller, "ACK", answer, 1));
            assertThat(second.receive()).startsWith("ACK ");
            caller.send(inDialog(caller, "BYE", answer, 2));
            String bye = second.receive();
            assertThat(bye).startsWith("BYE ");
            second.send(second.response(bye, "200 OK"));
            assertThat(caller.receiveFinal()).startsWith("SIP/2.0 200 ");
            assertThat(server.node().meters().counter("sip.dns.failovers").count()).isPositive();
        }
    }

    @Test
    void aCancelGoesToTheServerThatHasTheRequest_RFC3261_9_1() throws IOException {
        try (Peer caller = new Peer(port); Peer first = new Peer(port); Peer second = new Peer(port)) {
            dns.with(twoServers("cancel.example", first.port(), second.port()));
            caller.send(outbound(caller, "INVITE", "sip:b@cancel.example", "cancel"));
            first.send(first.response(first.receive(), "503 Service Unavailable"));
            String arrived = second.receive();
            second.send(second.response(arrived, "180 Ringing"));
            String ringing = caller.receive();
            while (!ringing.startsWith("SIP/2.0 180 ")) {
                ringing = caller.receive();
            }
            caller.send(outbound(caller, "CANCEL", "sip:b@cancel.example", "cancel"));
            String cancel = second.receive();
            assertThat(cancel).startsWith("CANCEL ");
            assertThat(branch(cancel)).isEqualTo(branch(arrived));
            second.send(second.response(cancel, "200 OK"));
            second.send(second.response(arrived, "487 Request Terminated"));
            assertThat(caller.receiveFinal()).startsWith("SIP/2.0 200 ").contains("CSeq: 1 CANCEL");
            assertThat(caller.receiveFinal()).startsWith("SIP/2.0 487 ");
        }
    }

    @Test
    void theTransportIsTheOneThatNaptrPrefersAndTheViaSaysSo_RFC3263_4_1() throws IOException {
        try (Peer caller = new Peer(port); ServerSocket callee = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            dns.with("naptr.example. 60 IN NAPTR 1 1 \"s\" \"SIP+D2T\" \"\" _sip._tcp.naptr.example.",
                "naptr.example. 60 IN NAPTR 2 1 \"s\" \"SIP+D2U\" \"\" _sip._udp.naptr.example.",
                "_sip._tcp.naptr.example. 60 IN SRV 0 0 " + callee.getLocalPort() + " h.naptr.example.", "h.naptr.example. 60 IN A 127.0.0.1");
            caller.send(outbound(caller, "INVITE", "sip:b@naptr.example", "naptr"));
            callee.setSoTimeout(5_000);
            try (Socket connection = callee.accept()) {
                String arrived = read(connection);
                assertThat(arrived).startsWith("INVITE ").contains("Via: SIP/2.0/TCP 127.0.0.1:" + port + ";branch=");
                connection.getOutputStream().write(caller.response(arrived, "180 Ringing").getBytes());
                await().until(() -> caller.receive().startsWith("SIP/2.0 180 "));
                caller.send(outbound(caller, "CANCEL", "sip:b@naptr.example", "naptr"));
                String cancel = read(connection);
                assertThat(cancel).startsWith("CANCEL ").contains("Via: SIP/2.0/TCP 127.0.0.1:" + port + ";branch=" + branch(arrived));
                connection.getOutputStream().write(caller.response(cancel, "200 OK").getBytes());
                connection.getOutputStream().write(caller.response(arrived, "487 Request Terminated").getBytes());
                assertThat(caller.receiveFinal()).startsWith("SIP/2.0 200 ");
                assertThat(caller.receiveFinal()).startsWith("SIP/2.0 487 ");
            }
        }
    }

    @Test
    void aConnectionThatIsRefusedMeansTheNextServerAndThen503_RFC3263_4_3() throws IOException {
        try (Peer caller = new Peer(port); ServerSocket callee = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int closed = FreePorts.draw();
            dns.with("_sip._tcp.refused.example. 60 IN SRV 0 0 " + closed + " h.refused.example.",
                "_sip._tcp.refused.example. 60 IN SRV 1 0 " + callee.getLocalPort() + " h.refused.example.",
                "_sip._tcp.gone.example. 60 IN SRV 0 0 " + closed + " h.refused.example.", "h.refused.example. 60 IN A 127.0.0.1");
            caller.send(outbound(caller, "MESSAGE", "sip:b@refused.example;transport=tcp", "refused"));
            callee.setSoTimeout(5_000);
            try (Socket connection = callee.accept()) {
                String arrived = read(connection);
                connection.getOutputStream().write(caller.response(arrived, "200 OK").getBytes());
                assertThat(caller.receiveFinal()).startsWith("SIP/2.0 200 ");
            }
            caller.send(outbound(caller, "MESSAGE", "sip:b@gone.example;transport=tcp", "gone"));
            assertThat(caller.receiveFinal()).startsWith("SIP/2.0 503 ").contains("No connection to the next hop");
        }
    }

    @Test
    void theAckForA2xxIsSentToAContactThatIsAName_RFC3261_13_2_2_4() throws IOException {
        try (Peer caller = new Peer(port); Peer callee = new Peer(port)) {
            dns.with("ack.example. 60 IN A 127.0.0.1");
            caller.send(caller.request("PUBLISH", "sip:x@127.0.0.1:" + port, "uac", "Event: presence",
                "X-Call: sip:b@ack.example:" + callee.port()));
            String invite = callee.receive();
            callee.send(callee.response(invite, "200 OK").replace("Contact: <sip:127.0.0.1:", "Contact: <sip:b@ack.example:"));
            assertThat(callee.receive()).startsWith("ACK sip:b@ack.example:" + callee.port());
        }
    }

    @Test
    void aResponseGoesToAViasMaddrThatIsAName_RFC3263_5() throws IOException {
        try (Peer caller = new Peer(port); Peer other = new Peer(port)) {
            dns.with("maddr.example. 60 IN A 127.0.0.1");
            caller.send(outbound(caller, "MESSAGE", "sip:b@nowhere.example", "maddr")
                .replace("127.0.0.1:" + caller.port() + ";branch", "127.0.0.1:" + other.port() + ";maddr=maddr.example;branch"));
            assertThat(other.receiveFinal()).startsWith("SIP/2.0 503 ");
        }
    }

    @Test
    void localhostNeedsNoDns_RFC6761_6_3() throws IOException {
        try (Peer caller = new Peer(port); Peer callee = new Peer(port)) {
            caller.send(outbound(caller, "MESSAGE", "sip:b@localhost:" + callee.port(), "localhost"));
            callee.send(callee.response(callee.receive(), "200 OK"));
            assertThat(caller.receiveFinal()).startsWith("SIP/2.0 200 ");
            assertThat(dns.asked()).noneMatch(question -> question.startsWith("localhost"));
        }
    }

    @Test
    void afterThemNoTransactionIsLeft() throws IOException {
        try (Peer caller = new Peer(port)) {
            for (int i = 0; i < 20; i++) {
                caller.send(outbound(caller, "INVITE", "sip:b@left" + i + ".example", "left" + i));
                assertThat(caller.receiveFinal()).startsWith("SIP/2.0 503 ");
                caller.send(outbound(caller, "ACK", "sip:b@left" + i + ".example", "left" + i));
            }
        }
        SipStackImpl stack = (SipStackImpl) server.sip().getSipStack();
        await().untilAsserted(() -> assertThat(stack.getClientTransactionTableSize()).isZero());
    }

    private static String[] twoServers(String domain, int first, int second) {
        return new String[] {"_sip._udp." + domain + ". 60 IN SRV 0 0 " + first + " h." + domain + '.',
            "_sip._udp." + domain + ". 60 IN SRV 1 0 " + second + " h." + domain + '.', "h." + domain + ". 60 IN A 127.0.0.1"};
    }

    /** A request of the caller in the dialog that the answer has made. */
    private static String inDialog(Peer caller, String method, String answer, int cseq) {
        String contact = line(answer, "Contact: <").replaceFirst("Contact: <([^>]*)>.*", "$1");
        return caller.request(method, contact, line(answer, "Call-ID: ").substring(9) + method, line(answer, "Record-Route: ").replace("Record-Route", "Route"))
            .replaceFirst("Call-ID: .*\r\n", line(answer, "Call-ID: ") + "\r\n").replaceFirst("To: .*\r\n", line(answer, "To: ") + "\r\n")
            .replaceFirst("CSeq: 1", "CSeq: " + cseq);
    }

    private static String line(String message, String start) {
        return message.lines().filter(l -> l.startsWith(start)).findFirst().orElseThrow();
    }

    /** A message without a body. */
    private static String read(Socket connection) throws IOException {
        connection.setSoTimeout(5_000);
        StringBuilder text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            int next = connection.getInputStream().read();
            if (next < 0) {
                throw new IOException("the connection was closed");
            }
            text.append((char) next);
        }
        return text.toString();
    }

    static String branch(String message) {
        String via = message.lines().filter(l -> l.startsWith("Via:")).findFirst().orElseThrow();
        return via.replaceFirst(".*branch=([^;]*).*", "$1");
    }
}
