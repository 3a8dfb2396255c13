package org.calliope.ims.container.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.calliope.ims.sip.SipRefusal;
import org.junit.jupiter.api.Test;

/** What is seen of a message before it is parsed, and the answer made of that. */
class GlanceTest {

    private static final String INVITE = """
        INVITE sip:bob@ims.example;user=phone SIP/2.0
        Via: SIP/2.0/UDP 10.0.0.7:5090;rport;branch=z9hG4bKABC , SIP/2.0/TCP 10.0.0.8;branch=z9hG4bK2
        v: SIP/2.0/UDP far.example
        User-Agent: friendly-scanner
        f: "A, B" <sip:a@ims.example>;tag=1
        t : <sip:bob@ims.example;tag=no>
          ;x=y
        i: call-1
        CSeq: 7 INVITE
        authorization: Digest username="a"
        To-Be: ignored

        To: <sip:body@ims.example>;tag=body
        """;

    private static final SipRefusal REFUSAL = new SipRefusal(503, "too much", "overload", "RFC 3261 21.5.4");

    private static Glance glance(String message) {
        byte[] bytes = message.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        return new Glance(bytes, bytes.length);
    }

    @Test
    void headersAreFoundByLongAndCompactNameWithoutCaseAndFolded_RFC3261_7_3() {
        Glance invite = glance(INVITE);
        assertThat(invite.isRequest()).isTrue();
        assertThat(invite.is("INVITE")).isTrue();
        assertThat(invite.is("INV")).isFalse();
        assertThat(invite.requestUri()).isEqualTo("sip:bob@ims.example;user=phone");
        assertThat(invite.value("To", "t")).contains("<sip:bob@ims.example;tag=no>  ;x=y");
        assertThat(invite.value("Authorization", "Authorization")).contains("Digest username=\"a\"");
        assertThat(invite.values("Via", "v")).hasSize(2);
        assertThat(invite.branch()).isEqualTo("z9hg4bkabc");
        assertThat(invite.value("Contact", "m")).as("and nothing of the body").isEmpty();
    }

    @Test
    void aTagIsAParameterOfTheHeaderNotOfTheUri_RFC3261_20_39() {
        assertThat(glance(INVITE).toTag()).isEmpty();
        assertThat(glance(INVITE.replace(";x=y", "; TAG = 5 ;x=y")).toTag()).isEqualTo("5");
        assertThat(glance(INVITE.replace("t : <sip:bob@ims.example;tag=no>\n  ;x=y", "To: sip:b@x;tag=7")).toTag()).isEqualTo("7");
    }

    @Test
    void bytesThatAreNoMessageHaveNothing() {
        for (String junk : new String[] {"", "\r\n\r\n", "\0\0\0", "INVITE", "INVITE sip:x", "\n\n\n", "To", "To:"}) {
            Glance glance = glance(junk);
            assertThat(glance.requestUri()).isEmpty();
            assertThat(glance.toTag()).isEmpty();
            assertThat(glance.branch()).isEmpty();
        }
        assertThat(glance("SIP/2.0 200 OK\nTo: <sip:a>;tag=1\n\n").isRequest()).isFalse();
        assertThat(glance("\r\n\r\n").isRequest()).isFalse();
    }

    private static Optional<TurnedAway.Answer> answer(String request) throws UnknownHostException {
        return TurnedAway.answer(glance(request), REFUSAL, 3, "ourtag", "10.0.0.1:5060", InetAddress.getByName("192.0.2.9"), 40_001);
    }

    private static String text(TurnedAway.Answer answer) {
        return new String(answer.bytes(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void theAnswerGoesBackTheRequestsWay_RFC3261_8_2_6_RFC3581_4() throws UnknownHostException {
        TurnedAway.Answer answer = answer(INVITE).orElseThrow();
        assertThat(answer.port()).isEqualTo(40_001);
        assertThat(text(answer)).isEqualTo("""
            SIP/2.0 503 Service Unavailable
            Via: SIP/2.0/UDP 10.0.0.7:5090;rport=40001;branch=z9hG4bKABC ;received=192.0.2.9, SIP/2.0/TCP 10.0.0.8;branch=z9hG4bK2
            Via: SIP/2.0/UDP far.example
            From: "A, B" <sip:a@ims.example>;tag=1
            To: <sip:bob@ims.example;tag=no>  ;x=y;tag=ourtag
            Call-ID: call-1
            CSeq: 7 INVITE
            Retry-After: 3
            Reason: SIP;cause=503;text="too much"
            Warning: 399 10.0.0.1:5060 "too much"
            Content-Length: 0

            """.replace("\n", "\r\n"));
    }

    @Test
    void withoutRportItGoesToTheViasPort_RFC3261_18_2_2() throws UnknownHostException {
        assertThat(answer(INVITE.replace(";rport", "")).orElseThrow().port()).isEqualTo(5090);
        assertThat(answer(INVITE.replace(";rport", "").replace(":5090", "")).orElseThrow().port()).isEqualTo(5060);
        TurnedAway.Answer v6 = answer(INVITE.replace("10.0.0.7:5090;rport", "[2001:db8::9]:6050")).orElseThrow();
        assertThat(v6.port()).isEqualTo(6050);
        assertThat(text(v6)).contains("Via: SIP/2.0/UDP [2001:db8::9]:6050;branch=z9hG4bKABC ;received=192.0.2.9,");
    }

    @Test
    void whoDoesNotSayWhereItGoesAndAnAckGetNone_RFC3261_17_1_1_3() throws UnknownHostException {
        assertThat(answer(INVITE.replace("SIP/2.0/UDP 10", "SIP/3/UDP 10"))).isEmpty();
        assertThat(answer(INVITE.replace("t :", "x :"))).isEmpty();
        assertThat(answer(INVITE.replace("INVITE sip", "ACK sip"))).isEmpty();
    }
}
