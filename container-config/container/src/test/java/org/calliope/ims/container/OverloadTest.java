package org.calliope.ims.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.calliope.ims.container.sample.Sample;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that gets more than it can do, and from whom it wants nothing. */
class OverloadTest {

    @TempDir
    private static Path home;
    private static Server server;
    private static int port;

    @BeforeAll
    static void start() throws IOException {
        port = FreePorts.draw();
        Files.createDirectories(home.resolve("conf"));
        Files.createDirectories(home.resolve("deploy"));
        Files.writeString(home.resolve("conf/server.properties"), "http-port = 0\nsip-listen = udp:127.0.0.1:" + port + '\n');
        Archives.archive(home.resolve("deploy/sample.sar"), Map.of(), Sample.class, Archives.packageInfo(Sample.class));
        server = Server.start(home);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /**
     * A second of twice what the threads can do: who is told to come back is told so at once and politely, emergency
     * requests and what belongs to a dialog are not, and it passes by itself.
     */
    @Test
    void whoIsTooMuchGets503UntilTheServerKeepsUpAgain_RFC3261_21_5_4() throws IOException {
        List<String> answers = new ArrayList<>();
        double before = server.node().meters().counter("sip.overload.refused").count();
        try (Peer peer = new Peer(port)) {
            for (int i = 0; i < 1_000; i++) {
                String kind = i % 20 == 0 ? "sos" : i % 20 == 1 ? "dialog" : "new";
                String uri = kind.equals("sos") ? "urn:service:sos" : "sip:x@127.0.0.1:" + port;
                String request = peer.request("PUBLISH", uri, kind + i, "Event: presence");
                peer.send(kind.equals("dialog") ? request.replace("To: <" + uri + '>', "To: <" + uri + ">;tag=2") : request);
                peer.receive(1).ifPresent(answers::add);
            }
            for (Optional<String> more = peer.receive(500); more.isPresent(); more = peer.receive(500)) {
                answers.add(more.get());
            }
            List<String> refused = answers.stream().filter(a -> a.startsWith("SIP/2.0 503 ")).toList();
            assertThat(refused).isNotEmpty().allSatisfy(answer -> assertThat(answer).containsPattern("\r\nRetry-After: [1-5]\r\n")
                .contains("\r\nReason: SIP;cause=503;text=\"the server is overloaded, try again in a while\"\r\n")
                .contains("Call-ID: new"));
            assertThat(answers).as("work goes on meanwhile").filteredOn(a -> a.startsWith("SIP/2.0 200 ")).hasSizeGreaterThan(100);
            assertThat(server.node().meters().counter("sip.overload.refused").count()).isEqualTo(before + refused.size());
            await().until(() -> server.node().meters().get("sip.overload.rate").gauge().value() == Double.POSITIVE_INFINITY);
            peer.send(peer.request("OPTIONS", "sip:x@127.0.0.1:" + port, "after"));
            assertThat(peer.receive()).startsWith("SIP/2.0 200 ");
        }
    }

    /** As sweeps of the Internet do it; the address that is none of a neighbour's gets no answer any more. */
    @Test
    void aScannerGetsNoAnswerAndIsShutOut() throws IOException {
        try (Peer scanner = new Peer("127.0.0.66", port); Peer phone = new Peer("127.0.0.67", port)) {
            scanner.send(scanner.request("OPTIONS", "sip:100@127.0.0.1:" + port, "scan", "User-Agent: friendly-scanner"));
            scanner.send(scanner.request("OPTIONS", "sip:100@127.0.0.1:" + port, "scan2", "User-Agent: telephone"));
            await().until(() -> server.node().meters().counter("sip.sources.dropped").count() == 2);
            assertThat(server.node().meters().get("sip.sources.banned").gauge().value()).isEqualTo(1);
            phone.send(phone.request("OPTIONS", "sip:x@127.0.0.1:" + port, "noscan").replace("127.0.0.1:" + phone.port(), "127.0.0.67:" + phone.port()));
            assertThat(phone.receive()).startsWith("SIP/2.0 ");
            assertThat(scanner.receive(1)).isEmpty();
        }
    }
}
