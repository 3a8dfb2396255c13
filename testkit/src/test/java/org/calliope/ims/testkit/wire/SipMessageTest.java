package org.calliope.ims.testkit.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SipMessageTest {
    private static final String INVITE = """
            INVITE sip:bob@biloxi.example SIP/2.0
            v: SIP/2.0/UDP pc33.atlanta.example:5070;branch=z9hG4bK776;rport, SIP/2.0/TCP other;branch=z9hG4bKabc
            Max-Forwards: 70
            t: "Bob, \\"the <builder>\\"" <sip:bob@biloxi.example;transport=tcp>
            f: Alice
                <sip:alice@atlanta.example>;tag=1928301774
            i: a84b4c76e66710
            CSeq: 314159 INVITE
            m: <sip:alice@pc33.atlanta.example;x="1,2">;q=0.7, <sip:alice@home>
            Content-Type: text/plain
            l: 4

            abcdTAIL""".replace("\n", "\r\n");

    private static SipMessage parse(String text) {
        return SipMessage.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    @DisplayName("RFC 3261 7.3: compact names, folded lines and lists on one line are read")
    void readsWhatPeersWrite() {
        SipMessage invite = parse(INVITE);

        assertThat(invite.isRequest()).isTrue();
        assertThat(invite.method()).isEqualTo("INVITE");
        assertThat(invite.requestUri()).isEqualTo("sip:bob@biloxi.example");
        assertThat(invite.list("Via")).hasSize(2);
        assertThat(invite.topVia().branch()).isEqualTo("z9hG4bK776");
        assertThat(invite.topVia().sentBy()).isEqualTo("pc33.atlanta.example:5070");
        assertThat(invite.from().tag()).isEqualTo("1928301774");
        assertThat(invite.to().displayName()).isEqualTo("Bob, \"the <builder>\"");
        assertThat(invite.to().uri()).isEqualTo("sip:bob@biloxi.example;transport=tcp");
        assertThat(invite.list("Contact")).hasSize(2);
        assertThat(invite.cseq()).isEqualTo(314159);
    }

    @Test
    @DisplayName("RFC 3261 18.3: what follows Content-Length is no body, but the bytes stay visible")
    void cutsTheBody() {
        SipMessage invite = parse("\r\n\r\n" + INVITE);

        assertThat(invite.bodyText()).isEqualTo("abcd");
        assertThat(new String(invite.bytes(), StandardCharsets.UTF_8)).isEqualTo(INVITE);
    }

    @Test
    @DisplayName("RFC 3261 8.2.6.2: an answer carries Via, From, To, Call-ID and CSeq of the request")
    void answers() {
        SipMessage busy = SipMessage.response(parse(INVITE), 486);

        assertThat(busy.startLine()).isEqualTo("SIP/2.0 486 Busy Here");
        assertThat(busy.status()).isEqualTo(486);
        assertThat(busy.list("Via")).isEqualTo(parse(INVITE).list("Via"));
        assertThat(busy.method()).isEqualTo("INVITE");
        assertThat(busy.callId()).isEqualTo("a84b4c76e66710");
        assertThat(busy.has("Contact")).isFalse();
    }

    @Test
    @DisplayName("What is written is read back the same, with the right Content-Length")
    void roundTrip() {
        SipMessage message = SipMessage.request("MESSAGE", "sip:bob@ims.example").with("To", "<sip:bob@ims.example>")
                .withFirst("Via", "SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bK1").withBody("text/plain", "größer\r\n");
        SipMessage again = SipMessage.parse(message.bytes());

        assertThat(again.headers().get(0).name()).isEqualTo("Via");
        assertThat(again.header("Content-Length")).contains("10");
        assertThat(again.bodyText()).isEqualTo("größer\r\n");
        assertThat(again.replace("To", "<sip:x@y>").list("To")).containsExactly("<sip:x@y>");
    }

    @Test
    void refusesWhatIsNoMessage() {
        assertThatThrownBy(() -> parse("hello")).isInstanceOf(MalformedMessage.class);
        assertThatThrownBy(() -> parse("")).isInstanceOf(MalformedMessage.class);
        assertThatThrownBy(() -> parse("OPTIONS sip:a SIP/2.0\r\n\r\n").topVia()).isInstanceOf(MalformedMessage.class);
    }

    @Test
    @DisplayName("RFC 3261 18.3: a stream is cut by Content-Length wherever the segments end")
    void framesStreams() {
        String two = INVITE.replace("TAIL", "") + "\r\n\r\n" + "SIP/2.0 200 OK\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n";
        byte[] bytes = two.getBytes(StandardCharsets.UTF_8);
        for (int step = 1; step < bytes.length; step += 7) {
            StreamFramer framer = new StreamFramer();
            List<SipMessage> messages = new ArrayList<>();
            for (int at = 0; at < bytes.length; at += step) {
                byte[] segment = java.util.Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + step));
                framer.accept(segment, segment.length).forEach(m -> messages.add(SipMessage.parse(m)));
            }
            assertThat(messages).extracting(SipMessage::method).containsExactly("INVITE", "OPTIONS");
            assertThat(framer.pending()).isFalse();
        }
    }

    @Test
    @DisplayName("RFC 3581 4: with rport the answer goes to the source port, without it to sent-by's")
    void answersGoWhereViaSays() {
        InetSocketAddress source = new InetSocketAddress("127.0.0.1", 40000);

        assertThat(Via.parse("SIP/2.0/UDP 127.0.0.1:5064;rport;branch=z9hG4bK1").replyTo(source)).isEqualTo(source);
        assertThat(Via.parse("SIP / 2.0 / UDP 10.1.1.1 : 5064 ;branch=z9hG4bK1").replyTo(source))
                .isEqualTo(new InetSocketAddress("127.0.0.1", 5064));
        assertThat(Via.parse("SIP/2.0/TCP [::1]:5064;branch=z").host()).isEqualTo("[::1]");
    }

    @Test
    void readsUris() {
        SipUri uri = SipUri.parse("sip:orig@127.0.0.1:5064;lr;transport=TCP?x=y");

        assertThat(uri.user()).isEqualTo("orig");
        assertThat(uri.port()).isEqualTo(5064);
        assertThat(uri.loose()).isTrue();
        assertThat(uri.parameter("transport")).contains("TCP");
        assertThat(SipUri.parse("sip:ims.example").portOrDefault()).isEqualTo(5060);
        assertThat(SipUri.parse("tel:+4930123;phone-context=x").user()).isEqualTo("+4930123");
        assertThat(SipUri.parse("sip:[::1]:5070").host()).isEqualTo("[::1]");
        assertThatThrownBy(() -> SipUri.parse("nonsense")).isInstanceOf(MalformedMessage.class);
    }
}
