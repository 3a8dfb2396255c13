package org.calliope.ims.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.calliope.ims.trace.SipEvent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One server that listens on every transport, on both versions of IP where the machine has both. */
class TransportsTest {

    @TempDir
    private static Path home;
    private static Listening listening;
    private static InetAddress v4;

    @BeforeAll
    static void start() throws IOException {
        v4 = InetAddress.getByName("127.0.0.1");
        List<String> transports = new ArrayList<>(List.of("udp", "tcp", "tls", "ws", "wss"));
        if (Listening.hasIpv6()) {
            transports.addAll(List.of("udp6", "tcp6", "tls6", "ws6", "wss6"));
        }
        listening = new Listening(home, transports, "max-connections-per-address = 50");
    }

    @AfterAll
    static void stop() {
        listening.close();
    }

    private static int port(String transport) {
        return listening.port(transport);
    }

    private static String uri(String transport) {
        return "sip:x@127.0.0.1:" + port(transport) + ";transport=" + transport;
    }

    @Test
    void optionsOverTcp_RFC3261_18() throws IOException {
        try (StreamPeer peer = StreamPeer.tcp(v4, port("tcp"))) {
            peer.send(peer.request("OPTIONS", uri("tcp"), "tcp1"));
            assertThat(peer.receive()).startsWith("SIP/2.0 200 ").contains("Via: SIP/2.0/TCP ");
        }
    }

    @Test
    void optionsOverTls_RFC3261_26_2_1() throws IOException {
        try (StreamPeer peer = StreamPeer.tls(v4, port("tls"), listening.trusting())) {
            peer.send(peer.request("OPTIONS", uri("tls"), "tls1"));
            assertThat(peer.receive()).startsWith("SIP/2.0 200 ").contains("Via: SIP/2.0/TLS ");
        }
    }

    @Test
    void optionsOverWebSocket_RFC7118_4_1() throws InterruptedException {
        try (WebSocketPeer peer = WebSocketPeer.ws("127.0.0.1", port("ws"))) {
            assertThat(peer.subprotocol()).isEqualTo("sip");
            peer.send(peer.request("OPTIONS", uri("ws"), "ws1"));
            assertThat(peer.receive()).startsWith("SIP/2.0 200 ").contains("Via: SIP/2.0/WS df7jal23ls0d.invalid;");
        }
    }

    @Test
    void optionsOverSecureWebSocket_RFC7118_4_1() throws Exception {
        try (WebSocketPeer peer = WebSocketPeer.wss("localhost", port("wss"), listening.trusting())) {
            peer.send(peer.request("OPTIONS", uri("wss"), "wss1"));
            assertThat(peer.receive()).startsWith("SIP/2.0 200 ").contains("Via: SIP/2.0/WSS ");
        }
    }

    @Test
    void allOfThemOverIpv6_RFC5118() throws Exception {
        assumeTrue(Listening.hasIpv6(), "this machine has no IPv6");
        InetAddress v6 = InetAddress.getByName("::1");
        for (String transport : List.of("tcp6", "tls6")) {
            try (StreamPeer peer = transport.equals("tcp6") ? StreamPeer.tcp(v6, port(transport))
                : StreamPeer.tls(v6, port(transport), listening.trusting())) {
                peer.send(peer.request("OPTIONS", "sip:x@[::1]:" + port(transport), transport));
                assertThat(peer.receive()).startsWith("SIP/2.0 200 ");
            }
        }
        for (String transport : List.of("ws6", "wss6")) {
            try (WebSocketPeer peer = transport.equals("ws6") ? WebSocketPeer.ws("[::1]", port(transport))
                : WebSocketPeer.wss("[::1]", port(transport), listening.trusting())) {
                peer.send(peer.request("OPTIONS", "sip:x@[::1]:" + port(transport), transport));
                assertThat(peer.receive()).startsWith("SIP/2.0 200 ");
            }
        }
        try (DatagramSocket socket = new DatagramSocket(0, v6)) {
            byte[] bytes = SipTexts.request("OPTIONS", "sip:x@[::1]:" + port("udp6"), "UDP", "[::1]:" + socket.getLocalPort(), "udp6")
                .getBytes(StandardCharsets.UTF_8);
            socket.send(new DatagramPacket(bytes, bytes.length, v6, port("udp6")));
            DatagramPacket answer = new DatagramPacket(new byte[65_535], 65_535);
            socket.setSoTimeout(5_000);
            socket.receive(answer);
            assertThat(new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8)).startsWith("SIP/2.0 200 ");
        }
    }

    @Test
    void aRequestIsAnsweredWhateverPiecesItComesIn_RFC3261_18_3() throws IOException {
        try (StreamPeer peer = StreamPeer.tcp(v4, port("tcp"))) {
            StringBuilder many = new StringBuilder();
            for (int i = 0; i < 20; i++) {
                many.append(peer.request("OPTIONS", uri("tcp"), "piece" + i)).append(i % 2 == 0 ? "" : "\r\n");
            }
            byte[] bytes = many.toString().getBytes(StandardCharsets.UTF_8);
            int pieces = 0;
            for (int at = 0; at < bytes.length; at += 97) {
                peer.send(java.util.Arrays.copyOfRange(bytes, at, Math.min(at + 97, bytes.length)));
                pieces++;
            }
            List<String> answers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                answers.add(peer.receive());
            }
            assertThat(pieces).isGreaterThan(20);
            assertThat(answers).allMatch(a -> a.startsWith("SIP/2.0 200 ")).doesNotHaveDuplicates();
        }
    }

    @Test
    void twoEmptyLinesAreAnsweredWithOne_RFC5626_3_5_1() throws Exception {
        try (StreamPeer peer = StreamPeer.tcp(v4, port("tcp"))) {
            peer.send("\r\n\r\n");
            assertThat(peer.bytes(2)).isEqualTo("\r\n");
        }
        try (WebSocketPeer peer = WebSocketPeer.ws("127.0.0.1", port("ws"))) {
            peer.send("\r\n\r\n");
            assertThat(peer.receive()).isEqualTo("\r\n");
        }
    }

    @Test
    void aPingIsAnsweredAndACloseToo_RFC7118_6() throws Exception {
        try (WebSocketPeer peer = WebSocketPeer.ws("127.0.0.1", port("ws"))) {
            peer.socket().sendPing(ByteBuffer.wrap("here?".getBytes(StandardCharsets.UTF_8))).join();
            assertThat(peer.receive()).isEqualTo("pong here?");
            peer.socket().sendClose(1000, "").join();
            assertThat(peer.closed().get(5, java.util.concurrent.TimeUnit.SECONDS)).isEqualTo(1000);
        }
    }

    @Test
    void aMessageInFragmentsIsOne_RFC6455_5_4() throws InterruptedException {
        try (WebSocketPeer peer = WebSocketPeer.ws("127.0.0.1", port("ws"))) {
            String request = peer.request("OPTIONS", uri("ws"), "fragments");
            peer.socket().sendText(request.substring(0, 100), false).join();
            peer.socket().sendPing(ByteBuffer.wrap("between".getBytes(StandardCharsets.UTF_8))).join();
            peer.socket().sendText(request.substring(100, 200), false).join();
            peer.socket().sendText(request.substring(200), true).join();
            assertThat(peer.receive()).isEqualTo("pong between");
            assertThat(peer.receive()).startsWith("SIP/2.0 200 ");
        }
    }

    @Test
    void aRequestForABrowserGoesOverItsOwnConnection_RFC7118_5() throws Exception {
        try (WebSocketPeer browser = WebSocketPeer.ws("127.0.0.1", port("ws")); Peer caller = new Peer(port("udp"))) {
            browser.send(browser.request("OPTIONS", uri("ws"), "where"));
            String rport = browser.receive().replaceAll("(?s).*;rport=([0-9]+).*", "$1");
            caller.send(caller.request("INVITE", "sip:b@127.0.0.1:" + rport + ";transport=ws", "tows"));
            String invite = browser.receive();
            assertThat(invite).startsWith("INVITE ").contains("Via: SIP/2.0/WS 127.0.0.1:" + port("ws"));
            browser.send(SipTexts.response(invite, "200 OK", "sip:b@df7jal23ls0d.invalid;transport=ws"));
            assertThat(caller.receiveFinal()).startsWith("SIP/2.0 200 ");
        }
    }

    @Test
    void aRequestForAPeerGoesOverTheConnectionThatItHasOpened_RFC5923() throws IOException {
        try (StreamPeer phone = StreamPeer.tls(v4, port("tls"), listening.trusting()); Peer caller = new Peer(port("udp"))) {
            caller.send(caller.request("INVITE", "sip:b@127.0.0.1:" + phone.address().getPort() + ";transport=tls", "totls"));
            String invite = phone.receive();
            assertThat(invite).startsWith("INVITE ").contains("Via: SIP/2.0/TLS 127.0.0.1:" + port("tls"));
            phone.send(SipTexts.response(invite, "200 OK", "sip:b@127.0.0.1:" + phone.address().getPort() + ";transport=tls"));
            assertThat(caller.receiveFinal()).startsWith("SIP/2.0 200 ");
        }
    }

    @Test
    void aNextHopThatTakesNoConnectionIsA503FromItAndHoldsNobodyUp_RFC3261_16_9() throws IOException {
        int closed = FreePorts.draw();
        try (Peer caller = new Peer(port("udp"))) {
            for (int i = 0; i < 20; i++) {
                caller.send(caller.request("INVITE", "sip:b@127.0.0.1:" + closed + ";transport=tcp", "refused" + i));
            }
            for (int i = 0; i < 20; i++) {
                assertThat(caller.receiveFinal()).startsWith("SIP/2.0 50");
            }
        }
    }

    @Test
    void whereAPeerHadComeFromNobodyIsCalled() throws IOException {
        int gone;
        try (StreamPeer phone = StreamPeer.tcp(v4, port("tcp"))) {
            phone.send(phone.request("OPTIONS", uri("tcp"), "here").replace(phone.address().getPort() + ";branch", "5060;branch"));
            phone.receive();
            gone = phone.address().getPort();
            phone.reset();
        }
        await().until(() -> listening.server().node().meters().get("sip.connections").gauge().value() == 0);
        try (java.net.ServerSocket other = new java.net.ServerSocket(gone, 1, v4); Peer caller = new Peer(port("udp"))) {
            caller.send(caller.request("INVITE", "sip:b@127.0.0.1:" + gone + ";transport=tcp", "gone"));
            assertThat(caller.receiveFinal()).doesNotStartWith("SIP/2.0 2");
            other.setSoTimeout(200);
            org.assertj.core.api.Assertions.assertThatThrownBy(other::accept).isInstanceOf(java.net.SocketTimeoutException.class);
        }
    }

    @Test
    void everyHopStandsInTheTraceWithItsTransport() throws IOException {
        try (StreamPeer peer = StreamPeer.tls(v4, port("tls"), listening.trusting())) {
            peer.send(peer.request("OPTIONS", uri("tls"), "traced-tls"));
            peer.receive();
            String here = "127.0.0.1:" + port("tls");
            String there = "127.0.0.1:" + peer.address().getPort();
            await().untilAsserted(() -> assertThat(listening.server().node().trace().since(0, 5000).stream()
                .filter(e -> e.join().callId().equals("traced-tls")).map(e -> (SipEvent) e)
                .map(e -> e.from() + " > " + e.to() + ' ' + e.transport())).containsExactly(
                    there + " > " + here + " TLS", here + " > " + there + " TLS"));
        }
    }
}
