package org.calliope.ims.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.calliope.ims.testkit.Call;
import org.calliope.ims.testkit.ImsServer;
import org.calliope.ims.testkit.LogWatch;
import org.calliope.ims.testkit.UserAgent;
import org.calliope.ims.testkit.wire.SipMessage;
import org.calliope.ims.testkit.wire.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Malformed SIP after the torture messages of RFC 4475: it gets its 4xx or nothing, the system goes on working for
 * everybody else, and the log stays quiet.
 *
 * <pre>
 * somebody       P-CSCF                     alice … bob
 *   | noise         |                          |
 *   |--------------&gt;|                          |
 *   | 400 or nothing|                          |
 *   |&lt;--------------|   REGISTER, INVITE … 200 |
 *   |               |&lt;------------------------&gt;|
 * </pre>
 */
class BadInputIT {
    /** How long an answer to a broken message may take; most get none. */
    private static final Duration MOMENT = Duration.ofMillis(250);

    @RegisterExtension
    static final ImsServer IMS = Flows.system();

    private long logged;

    @BeforeEach
    void note() {
        logged = IMS.log().place();
    }

    @AfterEach
    void worksOnAndStaysQuiet() {
        UserAgent alice = IMS.phone("alice");
        UserAgent bob = IMS.phone("bob", Flows.over(Transport.TCP));
        alice.register();
        bob.register();
        Call call = alice.call(bob.identity());
        bob.awaitInvite().answer();
        call.awaitAnswer();
        call.hangUp();
        assertThat(IMS.log().stackTracesSince(logged)).extracting(LogWatch.Line::logger, LogWatch.Line::message)
            .filteredOn(line -> line.toList().get(0).toString().startsWith("org.calliope")).isEmpty();
        assertThat(IMS.log().since(logged)).hasSizeLessThan(20);
    }

    /** Name, the message, and whether silence is right as well as a 4xx. */
    static Stream<Arguments> torture() {
        return Stream.of(
            Arguments.of("RFC 4475 3.1.2.1 extraneous header field separators",
                invite().replace("Max-Forwards: 70", "Max-Forwards: 70;;,;,,")),
            Arguments.of("RFC 4475 3.1.2.2 Content-Length larger than message",
                invite().replace("Content-Length: 4", "Content-Length: 9999")),
            Arguments.of("RFC 4475 3.1.2.3 negative Content-Length",
                invite().replace("Content-Length: 4", "Content-Length: -999")),
            Arguments.of("RFC 4475 3.1.2.4 scalar fields with overlarge values",
                invite().replace("CSeq: 1", "CSeq: 36893488147419103232").replace("Forwards: 70", "Forwards: 300")),
            Arguments.of("RFC 4475 3.1.2.6 unterminated quoted string in display name",
                invite().replace("To: <", "To: \"Mr. Bob <")),
            Arguments.of("RFC 4475 3.1.2.7 <> enclosing the Request-URI",
                invite().replace("INVITE sip:bob@ims.example", "INVITE <sip:bob@ims.example>")),
            Arguments.of("RFC 4475 3.1.2.8 malformed Request-URI with blanks in it",
                invite().replace("INVITE sip:bob@ims.example", "INVITE sip:bob@ims.example; lr")),
            Arguments.of("RFC 4475 3.1.2.9 several blanks in the request line",
                invite().replace("INVITE sip:bob@ims.example SIP", "INVITE  sip:bob@ims.example  SIP")),
            Arguments.of("RFC 4475 3.1.2.11 escaped headers in the Request-URI",
                invite().replace("INVITE sip:bob@ims.example", "INVITE sip:bob@ims.example?Route=%3Csip:x%3E")),
            Arguments.of("RFC 4475 3.1.2.12 invalid time zone in Date",
                invite().replace("Max-Forwards", "Date: Fri, 01 Jan 2010 16:00:00 EST\r\nMax-Forwards")),
            Arguments.of("RFC 4475 3.1.2.14 spaces within addr-spec",
                invite().replace("To: <sip:bob@ims.example>", "To: \"B\" < sip:bob @ ims.example>")),
            Arguments.of("RFC 4475 3.1.2.16 unknown protocol version",
                invite().replace("ims.example SIP/2.0", "ims.example SIP/7.0")),
            Arguments.of("RFC 4475 3.1.2.17 start line and CSeq method mismatch",
                invite().replace("1 INVITE", "1 MESSAGE")),
            Arguments.of("RFC 4475 3.1.2.18 unknown method with CSeq mismatch",
                invite().replace("INVITE sip:", "NEWMETHOD sip:")),
            Arguments.of("RFC 4475 3.3.1 missing required headers",
                invite().replaceAll("(?m)^(Call-ID|CSeq|From|To):.*\r\n", "")),
            Arguments.of("RFC 4475 3.3.2 unknown Request-URI scheme",
                invite().replace("INVITE sip:bob@ims.example", "INVITE nobodyKnowsThisScheme:totallyopaquecontent")),
            Arguments.of("RFC 4475 3.3.8 several values in single-value headers",
                invite().replace("Max-Forwards", "Call-ID: second\r\nCSeq: 5 BYE\r\nTo: <sip:x@y>\r\nMax-Forwards")),
            Arguments.of("RFC 4475 3.3.9 several Content-Length values",
                invite().replace("Content-Length: 4", "Content-Length: 4\r\nContent-Length: 139")),
            Arguments.of("no Via", invite().replaceAll("(?m)^Via:.*\r\n", "")),
            Arguments.of("a header line of 60 000 characters",
                invite().replace("Max-Forwards", "Subject: " + "x".repeat(60_000) + "\r\nMax-Forwards")),
            Arguments.of("REGISTER with broken credentials", register("Authorization: Digest username=\"alice, realm=")),
            Arguments.of("REGISTER with a user name of control characters",
                register("Authorization: Digest username=\"a\u0001b\", realm=\"ims.example\", nonce=\"1\", uri=\"sip:x\", response=\"2\"")),
            Arguments.of("REGISTER with a contact that is none", register("Contact: <<<>>>")),
            Arguments.of("REGISTER with an Expires that is no number", register("Expires: soon")));
    }

    private static String invite() {
        return """
            INVITE sip:bob@ims.example SIP/2.0
            Via: SIP/2.0/UDP @VIA@;rport;branch=z9hG4bK@ID@
            Max-Forwards: 70
            From: <sip:alice@ims.example>;tag=1
            To: <sip:bob@ims.example>
            Call-ID: @ID@
            CSeq: 1 INVITE
            Contact: <sip:alice@@VIA@>
            Content-Type: text/plain
            Content-Length: 4

            abcd""".replace("\n", "\r\n");
    }

    private static String register(String header) {
        return ("""
            REGISTER sip:ims.example SIP/2.0
            Via: SIP/2.0/UDP @VIA@;rport;branch=z9hG4bK@ID@
            Max-Forwards: 70
            From: <sip:alice@ims.example>;tag=1
            To: <sip:alice@ims.example>
            Call-ID: @ID@
            CSeq: 1 REGISTER
            """ + (header.startsWith("Contact") ? "" : "Contact: <sip:alice@@VIA@>\n") + header
            + "\nContent-Length: 0\n\n").replace("\n", "\r\n");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("torture")
    @DisplayName("RFC 4475: torture messages at the P-CSCF over UDP")
    void tortured(String name, String message) {
        UserAgent somebody = IMS.phone("alice");
        String id = Integer.toHexString(name.hashCode());

        somebody.sendRaw(message.replace("@VIA@", somebody.hostPort()).replace("@ID@", id)
            .getBytes(StandardCharsets.UTF_8));

        somebody.awaitStray(SipMessage::isFinal, MOMENT).ifPresent(answer ->
            assertThat(answer.status()).as(answer.startLine()).isIn(400, 401, 403, 404, 405, 413, 416, 420, 481, 482, 483,
                501, 505, 513));
    }

    @ParameterizedTest
    @EnumSource(value = Transport.class, names = {"UDP", "TCP"})
    @DisplayName("RFC 3261 18: bytes that are no SIP at all, at every element")
    void noise(Transport transport) {
        byte[] random = new byte[2000];
        new Random(3261).nextBytes(random);
        List<byte[]> samples = List.of(new byte[0], "\r\n\r\n".getBytes(StandardCharsets.UTF_8), random,
            "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.UTF_8),
            "SIP/2.0 200 OK\r\n\r\n".getBytes(StandardCharsets.UTF_8),
            "SIP/2.0 999999999999 Big\r\nVia: x\r\n\r\n".getBytes(StandardCharsets.UTF_8),
            "INVITE".getBytes(StandardCharsets.UTF_8), "A".repeat(50_000).getBytes(StandardCharsets.UTF_8));
        for (InetSocketAddress element : List.of(IMS.pcscf(), IMS.icscf(), IMS.scscf())) {
            samples.forEach(sample -> send(transport, element, sample));
        }
    }

    private static void send(Transport transport, InetSocketAddress to, byte[] bytes) {
        try {
            if (transport == Transport.UDP) {
                try (DatagramSocket socket = new DatagramSocket()) {
                    socket.send(new DatagramPacket(bytes, bytes.length, to));
                }
            } else {
                try (Socket socket = new Socket(to.getAddress(), to.getPort())) {
                    socket.getOutputStream().write(bytes);
                    socket.getOutputStream().flush();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @DisplayName("RFC 3261 18.3: a TCP peer that stops in the middle of a message holds up nobody")
    void unfinishedStream() throws IOException {
        try (Socket slow = new Socket(IMS.pcscf().getAddress(), IMS.pcscf().getPort())) {
            slow.getOutputStream().write("INVITE sip:bob@ims.example SIP/2.0\r\nVia: SIP/2.0/TCP 127".getBytes(
                StandardCharsets.UTF_8));
            slow.getOutputStream().flush();
            worksOnAndStaysQuiet();
        }
    }

    @Test
    @DisplayName("RFC 3261 16.3: a request that loops through the P-CSCF is not passed around")
    void routesToItself() {
        UserAgent alice = IMS.phone("alice");
        alice.register();
        String self = "<sip:127.0.0.1:" + IMS.pcscf().getPort() + ";lr>";
        SipMessage loop = alice.invitation("sip:bob@ims.example").withFirst("Route", self).withFirst("Route", self);

        assertThat(alice.call(loop).outgoing().transaction().awaitFinal().status()).isBetween(400, 499);
    }

    @Test
    @DisplayName("RFC 3261 17.2.1: an ACK that belongs to nothing gets no answer")
    void strayAck() {
        UserAgent alice = IMS.phone("alice");
        alice.register();
        alice.sendRaw(alice.prepare("ACK", "sip:bob@ims.example").withFirst("Via", "SIP/2.0/UDP " + alice.hostPort()
            + ";branch=z9hG4bKack").bytes());
        assertThat(alice.awaitStray(m -> m.callId().length() > 0, MOMENT)).isEmpty();
    }

    @Test
    @DisplayName("RFC 3261 9.2: CANCEL for what there is not is answered with 481")
    void cancelOfNothing() {
        UserAgent alice = IMS.phone("alice");
        alice.register();

        alice.send(alice.prepare("CANCEL", "sip:bob@ims.example")).expect(481);
    }

    @Test
    @DisplayName("RFC 3261 12.2.2: BYE for a dialog that there is not is answered with 481")
    void byeToNothing() {
        UserAgent alice = IMS.phone("alice");
        alice.register();

        alice.send(alice.prepare("BYE", "sip:bob@ims.example").replace("To", "<sip:bob@ims.example>;tag=gone")).expect(481);
    }

    @Test
    @DisplayName("RFC 3261 16.3: a request with 1 000 Route headers is the sender's mistake, not the server's")
    void endlessRoute() {
        UserAgent alice = IMS.phone("alice");
        alice.register();
        SipMessage endless = alice.invitation("sip:bob@ims.example");
        for (int i = 0; i < 1000; i++) {
            endless = endless.with("Route", "<sip:127.0.0.1:9;lr>");
        }

        assertThat(alice.call(endless).outgoing().transaction().awaitFinal().status()).isBetween(400, 499);
    }
}
