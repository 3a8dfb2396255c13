package org.calliope.ims.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RFC 3261 18.1.1: what is longer than a packet goes over TCP, and over UDP to those who have no TCP. */
class LargeRequestTest {

    private static final String BODY = "v=0\r\n" + "a=filler\r\n".repeat(150);

    @TempDir
    private static Path home;
    private static Listening listening;
    private static int port;

    @BeforeAll
    static void start() throws IOException {
        port = FreePorts.draw();
        listening = new Listening(home, List.of("udp", "tcp"), new int[] {port, port});
    }

    @AfterAll
    static void stop() {
        listening.close();
    }

    private static String invite(Peer caller, String branch, int to, String body) {
        return SipTexts.withBody("INVITE", "sip:b@127.0.0.1:" + to, "UDP", "127.0.0.1:" + caller.port(), branch, body,
            "Content-Type: application/sdp");
    }

    private static ServerSocket tcpBeside(Peer phone, int backlog) throws IOException {
        return new ServerSocket(phone.port(), backlog, InetAddress.getLoopbackAddress());
    }

    @Test
    void aLongRequestGoesOverTcpAndWhatBelongsToItToo_RFC3261_9_1() throws IOException {
        try (Peer caller = new Peer(port); Peer phone = new Peer(port); ServerSocket tcp = tcpBeside(phone, 5)) {
            tcp.setSoTimeout(5_000);
            caller.send(invite(caller, "long", phone.port(), BODY));
            try (StreamPeer connection = StreamPeer.of(tcp.accept())) {
                String invite = connection.receive();
                assertThat(invite).startsWith("INVITE ").contains("Via: SIP/2.0/TCP 127.0.0.1:" + port).endsWith(BODY);
                connection.send(SipTexts.response(invite, "180 Ringing", "sip:b@127.0.0.1:" + phone.port()));
                assertThat(caller.receive()).startsWith("SIP/2.0 180 ");
                caller.send(caller.request("CANCEL", "sip:b@127.0.0.1:" + phone.port(), "long"));
                assertThat(connection.receive()).startsWith("CANCEL ").contains("Via: SIP/2.0/TCP ");
                connection.send(SipTexts.response(invite, "487 Request Terminated", "sip:b@127.0.0.1:" + phone.port()));
                assertThat(connection.receive()).startsWith("ACK ").contains("Via: SIP/2.0/TCP ");
            }
            assertThat(phone.receive(1)).as("nothing came over UDP").isEmpty();
        }
    }

    @Test
    void aPhoneThatHasNoTcpGetsItOverUdpAtOnce_RFC3261_18_1_1() throws IOException {
        try (Peer caller = new Peer(port); Peer other = new Peer(port); Peer phone = new Peer(port)) {
            caller.send(invite(caller, "warm", other.port(), BODY));
            assertThat(other.receive()).contains("Via: SIP/2.0/UDP ");
            for (String call : List.of("refused1", "refused2")) {
                caller.send(invite(caller, call, phone.port(), BODY));
                String invite = phone.receive(400).orElseThrow(() -> new AssertionError("not before the first retransmission"));
                assertThat(invite).startsWith("INVITE ").contains("Via: SIP/2.0/UDP 127.0.0.1:" + port).endsWith(BODY);
                phone.send(phone.response(invite, "200 OK"));
                assertThat(caller.receiveFinal()).startsWith("SIP/2.0 200 ");
            }
        }
    }

    @Test
    void aPhoneWhoseTcpGivesNoAnswerGetsItOverUdpByTheFirstRetransmission_RFC3261_17_1_1_2() throws IOException {
        List<Socket> full = new ArrayList<>();
        try (Peer caller = new Peer(port); Peer phone = new Peer(port); ServerSocket tcp = tcpBeside(phone, 1)) {
            // a full backlog leaves those who knock unanswered, as a firewall does
            for (int i = 0; i < 4; i++) {
                Socket socket = new Socket();
                full.add(socket);
                connect(socket, tcp.getLocalPort());
            }
            caller.send(invite(caller, "silent", phone.port(), BODY));
            assertThat(phone.receive(3_000).orElseThrow()).startsWith("INVITE ").contains("Via: SIP/2.0/UDP ");
            caller.send(invite(caller, "silent2", phone.port(), BODY));
            String second = phone.receive(400).orElseThrow(() -> new AssertionError("remembered"));
            assertThat(second).contains("Via: SIP/2.0/UDP ");
        } finally {
            for (Socket socket : full) {
                socket.close();
            }
        }
    }

    private static void connect(Socket socket, int to) throws IOException {
        try {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), to), 100);
        } catch (java.net.SocketTimeoutException e) {
            assertThat(e).hasMessageContaining("timed out");
        }
    }

    @Test
    void aShortRequestStaysWithUdp() throws IOException {
        try (Peer caller = new Peer(port); Peer phone = new Peer(port); ServerSocket tcp = tcpBeside(phone, 5)) {
            caller.send(invite(caller, "short", phone.port(), "v=0\r\n"));
            assertThat(phone.receive()).startsWith("INVITE ").contains("Via: SIP/2.0/UDP ");
            assertThat(tcp.isBound()).isTrue();
        }
    }
}
