package org.calliope.ims.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a peer may take of the server, and what becomes of one that takes more: it is told or cut off, others are served. */
class LimitsTest {

    @TempDir
    private static Path home;
    private static Listening listening;
    private static InetAddress host;

    @BeforeAll
    static void start() throws IOException {
        host = InetAddress.getByName("127.0.0.1");
        listening = new Listening(home, List.of("udp", "tcp", "tls", "ws"), "max-connections-per-address = 20", "handshake-timeout = 1s",
            "max-header-lines = 40", "max-header-line-bytes = 1000", "max-write-queue-bytes = 65536", "ws-origins = https://phone.example");
    }

    @AfterAll
    static void stop() {
        listening.close();
    }

    private static StreamPeer connect(String transport) throws IOException {
        return transport.equals("tls") ? StreamPeer.tls(host, listening.port("tls"), listening.trusting())
            : StreamPeer.tcp(host, listening.port("tcp"));
    }

    private static String uri() {
        return "sip:x@127.0.0.1:" + listening.port("tcp");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "tls"})
    void aMessageThatIsTooLongIsAnsweredAndTheConnectionClosed_RFC3261_21_4_11(String transport) throws IOException {
        try (StreamPeer peer = connect(transport)) {
            peer.send(peer.request("OPTIONS", uri(), "toolong" + transport).replace("Content-Length: 0", "Content-Length: 70000"));
            assertThat(peer.receive()).startsWith("SIP/2.0 413 ").contains("Call-ID: toolong" + transport);
            assertThat(peer.closedByServer()).isTrue();
        }
        try (StreamPeer peer = connect(transport)) {
            peer.send(peer.request("OPTIONS", uri(), "bomb" + transport, ("X-Bomb: " + "b".repeat(900) + "\r\n").repeat(100).strip()));
            assertThat(peer.receive()).startsWith("SIP/2.0 513 ");
            assertThat(peer.closedByServer()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "tls"})
    void aLengthThatCanNotBeBelievedIsAnsweredAndTheConnectionClosed_RFC3261_18_3(String transport) throws IOException {
        for (String lie : List.of("", "Content-Length: -1\r\n", "Content-Length: 1\r\nContent-Length: 2\r\n", "Content-Length: x\r\n")) {
            try (StreamPeer peer = connect(transport)) {
                peer.send(peer.request("OPTIONS", uri(), "lie").replace("Content-Length: 0\r\n", lie));
                assertThat(peer.receive()).as(lie).startsWith("SIP/2.0 400 Content-Length ");
                assertThat(peer.closedByServer()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "tls"})
    void aHeaderThatIsTooMuchIsAnswered400AndTheNextMessageServed(String transport) throws IOException {
        try (StreamPeer peer = connect(transport)) {
            peer.send(peer.request("OPTIONS", uri(), "lines", "X: y\r\n".repeat(60).strip()));
            assertThat(peer.receive()).startsWith("SIP/2.0 400 Bad Request (more than 40 header lines)");
            peer.send(peer.request("OPTIONS", uri(), "line", "X: " + "y".repeat(2_000)));
            assertThat(peer.receive()).startsWith("SIP/2.0 400 Bad Request (a header line longer than 1000 bytes)");
            peer.send(peer.request("OPTIONS", uri(), "null", "X: \0"));
            assertThat(peer.receive()).startsWith("SIP/2.0 400 Bad Request (a null byte in the header)");
            peer.send(peer.request("OPTIONS", uri(), "good"));
            assertThat(peer.receive()).startsWith("SIP/2.0 200 ");
        }
    }

    @Test
    void theSameHoldsOverUdpAndWebSocket() throws Exception {
        try (Peer peer = new Peer(listening.port("udp"))) {
            peer.send(peer.request("OPTIONS", uri(), "udplines", "X: y\r\n".repeat(60).strip()));
            assertThat(peer.receive()).startsWith("SIP/2.0 400 Bad Request (more than 40 header lines)");
        }
        try (WebSocketPeer peer = WebSocketPeer.ws("127.0.0.1", listening.port("ws"))) {
            peer.send(peer.request("OPTIONS", uri(), "wslines", "X: y\r\n".repeat(60).strip()));
            assertThat(peer.receive()).startsWith("SIP/2.0 400 Bad Request (more than 40 header lines)");
            peer.send("x".repeat(70_000));
            assertThat(peer.closed().get(5, TimeUnit.SECONDS)).as("RFC 6455 7.4.1: too big").isEqualTo(1009);
        }
    }

    @Test
    void whoDoesNotEndAMessageIsCutOff() throws Exception {
        double before = listening.count("sip.connections.cut", "slow");
        for (String transport : List.of("tcp", "tls")) {
            try (StreamPeer peer = connect(transport)) {
                peer.send("OPTIONS sip:x SIP/2.0\r\nVia:");
                assertThat(peer.closedByServer()).isTrue();
            }
        }
        try (StreamPeer peer = connect("tcp")) {
            String request = peer.request("OPTIONS", uri(), "body").replace("Content-Length: 0", "Content-Length: 100");
            peer.send(peer.request("OPTIONS", uri(), "before") + request);
            assertThat(peer.receive()).startsWith("SIP/2.0 200 ");
            assertThat(peer.closedByServer()).isTrue();
        }
        try (WebSocketPeer peer = WebSocketPeer.ws("127.0.0.1", listening.port("ws"))) {
            peer.socket().sendText("OPTIONS sip:x SIP/2.0\r\n", false).join();
            assertThat(peer.closed().get(5, TimeUnit.SECONDS)).isNotNull();
        }
        await().untilAsserted(() -> assertThat(listening.count("sip.connections.cut", "slow")).isEqualTo(before + 4));
    }

    @Test
    void whoDoesNotShakeHandsIsCutOff() throws IOException {
        try (StreamPeer tls = StreamPeer.tcp(host, listening.port("tls")); StreamPeer ws = StreamPeer.tcp(host, listening.port("ws"))) {
            assertThat(tls.closedByServer()).isTrue();
            assertThat(ws.closedByServer()).isTrue();
        }
        try (StreamPeer tls = StreamPeer.tcp(host, listening.port("tls"))) {
            tls.send("this is no TLS, and the server must not mind\r\n\r\n");
            assertThat(tls.closedByServer()).isTrue();
        }
    }

    @Test
    void fromOneAddressOnlySoManyConnectionsAreTaken() throws IOException {
        List<StreamPeer> peers = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                peers.add(connect("tcp"));
                peers.get(i).send("\r\n\r\n");
                assertThat(peers.get(i).bytes(2)).isEqualTo("\r\n");
            }
            try (StreamPeer tooMany = connect("tcp")) {
                assertThat(tooMany.closedByServer()).isTrue();
            }
            assertThat(listening.count("sip.connections.refused", "address")).isPositive();
        } finally {
            for (StreamPeer peer : peers) {
                peer.close();
            }
        }
        await().until(() -> listening.server().node().meters().get("sip.connections").gauge().value() == 0);
    }

    @Test
    void whoDoesNotReadIsCutOffBeforeItsAnswersFillTheHeap() throws IOException {
        double before = listening.count("sip.connections.cut", "stalled");
        try (StreamPeer peer = connect("tcp")) {
            String request = peer.request("OPTIONS", uri(), "unread");
            Assertions.assertThatThrownBy(() -> {
                for (int i = 0; i < 200_000; i++) {
                    peer.send(request.replace("unread", "unread" + i));
                }
            }).isInstanceOf(java.io.UncheckedIOException.class);
        }
        assertThat(listening.count("sip.connections.cut", "stalled")).isGreaterThan(before);
    }

    @Test
    void aWebSocketIsForSipAndForPagesOfNamedOrigins_RFC7118_4_1() throws Exception {
        URI uri = URI.create("ws://127.0.0.1:" + listening.port("ws") + "/");
        HttpClient client = HttpClient.newHttpClient();
        Assertions.assertThatThrownBy(() -> client.newWebSocketBuilder().buildAsync(uri, new java.net.http.WebSocket.Listener() { }).join())
            .isInstanceOf(CompletionException.class).hasCauseInstanceOf(WebSocketHandshakeException.class)
            .satisfies(e -> assertThat(((WebSocketHandshakeException) e.getCause()).getResponse().statusCode()).isEqualTo(400));
        Assertions.assertThatThrownBy(() -> client.newWebSocketBuilder().subprotocols("sip").header("Origin", "https://evil.example")
            .buildAsync(uri, new java.net.http.WebSocket.Listener() { }).join())
            .satisfies(e -> assertThat(((WebSocketHandshakeException) e.getCause()).getResponse().statusCode()).isEqualTo(403));
        HttpResponse<String> page = client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + listening.port("ws") + "/")).build(),
            HttpResponse.BodyHandlers.ofString());
        assertThat(page.statusCode()).isEqualTo(426);
        assertThat(page.body()).contains("WebSocket for SIP");
    }
}
