package org.calliope.ims.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gov.nist.javax.sip.SipStackImpl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.calliope.ims.container.dialogs.Dialogs;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A 2xx that is lost, comes again, comes late or comes from two, over UDP. */
class FinalResponsesTest {

    private static final int MOMENT = 300;
    /** 64*T1 and what a machine with other work needs. */
    private static final Duration PATIENCE = Duration.ofSeconds(50);

    @TempDir
    private static Path home;
    private static Server server;
    private static int port;
    private static int calls;
    private String call;

    @BeforeAll
    static void start() throws IOException {
        port = FreePorts.draw();
        Files.createDirectories(home.resolve("conf"));
        Files.createDirectories(home.resolve("deploy"));
        Files.writeString(home.resolve("conf/server.properties"), "http-port = 0\noverload-delay = 0ms\nsip-listen = udp:127.0.0.1:" + port
            + ", tcp:127.0.0.1:" + port + "\n");
        Archives.archive(home.resolve("deploy/dialogs.sar"), Map.of(), Dialogs.class, Archives.packageInfo(Dialogs.class));
        server = Server.start(home);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void anotherCall() {
        call = "call" + ++calls;
    }

    private String invite(Peer caller, String what, Peer... targets) {
        return caller.request("INVITE", "sip:" + what + "@127.0.0.1:" + port, call, "X-Targets: "
            + String.join(" ", List.of(targets).stream().map(p -> "sip:b@127.0.0.1:" + p.port()).toList()));
    }

    /** The ACK for a 2xx: a transaction of its own, along the dialog's route. */
    private String ack(Peer caller, String ok) {
        String contact = ok.lines().filter(l -> l.startsWith("Contact:")).findFirst().orElseThrow().replaceAll(".*<(.*)>.*", "$1");
        String route = ok.lines().filter(l -> l.startsWith("Record-Route:")).findFirst().map(l -> l.substring(7)).orElse("X-No-Route: 1");
        return caller.request("ACK", contact, call + "ack", route).replace("Call-ID: " + call + "ack", "Call-ID: " + call)
            .replaceAll("\r\nTo:.*", "\r\n" + ok.lines().filter(l -> l.startsWith("To:")).findFirst().orElseThrow());
    }

    private static List<String> all(Peer peer, int millis) {
        List<String> messages = new ArrayList<>();
        long end = System.nanoTime() + millis * 1_000_000L;
        for (long left = millis; left > 0; left = (end - System.nanoTime()) / 1_000_000L) {
            peer.receive((int) left).ifPresent(messages::add);
        }
        return messages;
    }

    private static String events() throws IOException {
        try (Peer peer = new Peer(port)) {
            peer.send(peer.request("OPTIONS", "sip:x@127.0.0.1:" + port, "events" + System.nanoTime()));
            return peer.receiveFinal().lines().filter(l -> l.startsWith("X-Events:")).findFirst().orElseThrow();
        }
    }

    @Test
    void aCalleeRepeatsIts2xxUntilTheAckComes_RFC3261_13_3_1_4() throws IOException {
        try (Peer caller = new Peer(port)) {
            caller.send(invite(caller, "later"));
            String ok = caller.receiveFinal();
            assertThat(caller.receiveFinal()).isEqualTo(ok);
            caller.send(ack(caller, ok));
            assertThat(all(caller, 2_500)).isEmpty();
        }
    }

    @Test
    void aCalleeWithoutAnAckTellsTheApplicationAndEndsTheDialog_RFC3261_13_3_1_4_JSR289_10_1() throws IOException {
        try (Peer caller = new Peer(port)) {
            caller.send(invite(caller, "now"));
            assertThat(caller.receiveFinal()).startsWith("SIP/2.0 200 ");
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).untilAsserted(() -> assertThat(events()).contains("noAck"));
            Optional<String> bye = all(caller, 2_000).stream().filter(m -> m.startsWith("BYE ")).findFirst();
            assertThat(bye).isPresent();
            caller.send(caller.response(bye.orElseThrow(), "200 OK"));
            assertThat(all(caller, 2_000)).noneMatch(m -> m.startsWith("SIP/2.0 200 OK"));
        }
    }

    @Test
    void noProvisionalResponseComesAfterTheFinalOne_RFC3261_17_2_1() throws IOException {
        for (String what : List.of("now", "later", "proxy")) {
            anotherCall();
            try (Peer caller = new Peer(port); Peer callee = new Peer(port)) {
                String invite = invite(caller, what, callee);
                caller.send(invite);
                if (what.equals("proxy")) {
                    callee.send(callee.response(callee.receive(), "200 OK"));
                }
                String ok = caller.receiveFinal();
                caller.send(invite);
                caller.send(ack(caller, ok));
                assertThat(all(caller, 1_000)).as(what).noneMatch(m -> m.startsWith("SIP/2.0 1"));
            }
        }
    }

    @Test
    void aProxyForwardsA2xxEachTimeItComesAndTheAckPasses_RFC6026_7_1_8() throws IOException {
        try (Peer caller = new Peer(port); Peer callee = new Peer(port)) {
            caller.send(invite(caller, "proxy", callee));
            String arrived = callee.receive();
            String answer = callee.response(arrived, "200 OK");
            callee.send(answer);
            String ok = caller.receiveFinal();
            SipStackImpl stack = (SipStackImpl) server.sip().getSipStack();
            await().until(() -> stack.getClientTransactionTableSize() == 0);
            for (int i = 0; i < 3; i++) {
                callee.send(answer);
                assertThat(caller.receive()).isEqualTo(ok);
            }
            caller.send(ack(caller, ok));
            assertThat(callee.receive()).startsWith("ACK sip:127.0.0.1:" + callee.port());
        }
    }

    @Test
    void a2xxOfNoInviteThatWasForwardedIsNotForwarded_RFC6026_8_9() throws IOException {
        try (Peer caller = new Peer(port); Peer stranger = new Peer(port)) {
            String invite = invite(caller, "proxy", stranger).replaceFirst("Via: ", "Via: SIP/2.0/UDP 127.0.0.1:" + port + ";branch=z9hG4bKnone\r\nVia: ");
            stranger.send(stranger.response(invite, "200 OK"));
            assertThat(caller.receive(MOMENT)).isEmpty();
        }
    }

    @Test
    void aProxyForwardsThe2xxOfAnotherForkToo_RFC6026_7_1() throws IOException {
        try (Peer caller = new Peer(port); Peer one = new Peer(port); Peer two = new Peer(port)) {
            caller.send(invite(caller, "proxy", one, two));
            String first = one.receive();
            String second = two.receive();
            one.send(one.response(first, "200 OK"));
            assertThat(caller.receiveFinal()).contains("Contact: <sip:127.0.0.1:" + one.port());
            two.send(two.response(second, "200 OK").replace(";tag=9\r\n", ";tag=10\r\n"));
            assertThat(caller.receiveFinal()).contains("Contact: <sip:127.0.0.1:" + two.port());
        }
    }

    @Test
    void aProxyForwardsA2xxThatCrossesItsCancel_RFC3261_16_7_step5() throws IOException {
        try (Peer caller = new Peer(port); Peer callee = new Peer(port)) {
            String invite = invite(caller, "proxy", callee);
            caller.send(invite);
            String arrived = callee.receive();
            callee.send(callee.response(arrived, "180 Ringing"));
            assertThat(caller.receive()).startsWith("SIP/2.0 1");
            caller.send(invite.replaceFirst("INVITE", "CANCEL").replace("1 INVITE", "1 CANCEL"));
            String cancel = callee.receive();
            assertThat(cancel).startsWith("CANCEL ");
            callee.send(callee.response(cancel, "200 OK"));
            callee.send(callee.response(arrived, "200 OK"));
            assertThat(all(caller, 1_000)).anyMatch(m -> m.startsWith("SIP/2.0 200 ") && m.contains("CSeq: 1 INVITE"));
        }
    }

    @Test
    void aCallerAcknowledgesEach2xxAgainWithoutItsApplication_RFC3261_13_2_2_4() throws IOException {
        try (Peer peer = new Peer(port); Peer callee = new Peer(port)) {
            peer.send(peer.request("MESSAGE", "sip:call@127.0.0.1:" + port, call, "X-Targets: sip:b@127.0.0.1:" + callee.port()));
            String invite = callee.receive();
            String answer = callee.response(invite, "200 OK");
            callee.send(answer);
            String ack = callee.receive();
            assertThat(ack).startsWith("ACK ");
            String before = events();
            for (int i = 0; i < 3; i++) {
                callee.send(answer);
                assertThat(callee.receive()).startsWith("ACK ").contains(ack.lines().filter(l -> l.startsWith("To:")).findFirst().orElseThrow());
            }
            assertThat(events()).isEqualTo(before);
        }
    }

    @Test
    void twoPeersWithTheSameBranchGetTheirOwnResponses_RFC3261_17_2_3() throws IOException {
        try (Peer one = new Peer(port); Peer two = new Peer(port)) {
            one.send(one.request("OPTIONS", "sip:x@127.0.0.1:" + port, call));
            assertThat(one.receiveFinal()).contains("Call-ID: " + call + "\r\n");
            SipStackImpl stack = (SipStackImpl) server.sip().getSipStack();
            await().until(() -> stack.getServerTransactionTableSize() == 0);
            two.send(two.request("OPTIONS", "sip:x@127.0.0.1:" + port, call).replace("Call-ID: " + call, "Call-ID: other" + call));
            assertThat(two.receiveFinal()).contains("Call-ID: other" + call + "\r\n");
        }
    }
}
