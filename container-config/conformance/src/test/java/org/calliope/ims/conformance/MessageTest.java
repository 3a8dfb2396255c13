package org.calliope.ims.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import javax.servlet.sip.ServletParseException;
import org.calliope.ims.testkit.wire.SipMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** JSR 289 chapter 5: what an application reads of requests and writes into responses. */
class MessageTest {

    @RegisterExtension
    static final Application APP = Application.of("message", Messages.class);

    private static String ask(String what, String... headers) {
        return Probe.of(APP, what, headers);
    }

    @Test
    void theStartLineAndItsCompanionsAreRead_5_1() {
        assertThat(ask("start", "Expires", "120")).isEqualTo("MESSAGE|sip:message@127.0.0.1:" + Suite.port() + "|SIP/2.0|true|false|70|120");
    }

    @Test
    void headersAreReadWhateverTheirCase_5_4() {
        assertThat(ask("headers", "X-Many", "one", "X-Many", "two")).isEqualTo("one|[one, two]|null|false|one");
    }

    @Test
    void headerNamesAreThoseOfTheMessage_5_4() {
        assertThat(ask("names")).isEqualTo("true true false");
    }

    @Test
    void compactAndLongNamesAreTheSame_5_4() {
        assertThat(ask("compact", "s", "hello", "k", "100rel")).isEqualTo("hello|hello|100rel|true");
    }

    @Test
    void addressHeadersAreReadOneByOne_5_4_1() {
        assertThat(ask("addresses", "P-Asserted-Identity", "\"A\" <sip:a@example.com>, <tel:+123>"))
            .isEqualTo("sip:a@example.com tel:+123 A null");
    }

    @Test
    void aHeaderThatIsNoAddressIsAServletParseException_5_4_1() {
        assertThat(ask("notAnAddress", "Subject", "lunch")).isEqualTo("ServletParseException");
    }

    @Test
    void systemHeadersAreTheContainers_5_4_2() {
        assertThat(ask("systemHeaders")).isEqualTo("set:");
        assertThat(ask("addSystemHeader")).isEqualTo("IllegalArgumentException");
        assertThat(ask("removeSystemHeader")).isEqualTo("IllegalArgumentException");
    }

    @Test
    void transportInformationIsThatOfTheSender_5_5() {
        try (Peer udp = Peer.udp(); Peer tcp = Peer.tcp()) {
            String local = "127.0.0.1|" + Suite.port() + "|false";
            assertThat(Probe.of(udp, udp.request("MESSAGE", APP).with("X-Do", "transport"))).isEqualToIgnoringCase(
                "UDP|127.0.0.1|" + udp.port() + "|127.0.0.1|" + udp.port() + "|UDP|" + local);
            assertThat(Probe.of(tcp, tcp.request("MESSAGE", APP).with("X-Do", "transport"))).startsWithIgnoringCase("TCP|127.0.0.1|")
                .contains("|TCP|").endsWith(local);
        }
    }

    @Test
    void requestParametersAreThoseOfTheRequestUriOrTheRoute_5_6_1() {
        try (Peer peer = Peer.udp()) {
            SipMessage request = peer.request("MESSAGE", APP).with("X-Do", "parameters");
            String uri = request.requestUri() + ";colour=red";
            assertThat(Probe.of(peer, request.withStartLine("MESSAGE " + uri + " SIP/2.0"))).isEqualTo("red null true");
        }
    }

    @Test
    void attributesOfAMessageComeAndGo_5_6_2() {
        assertThat(ask("attributes")).isEqualTo("1 true null");
    }

    @Test
    void aRouteToTheContainerIsPopped_5_6_3_15_8() {
        assertThat(ask("routes", "Route", "<sip:127.0.0.1:" + Suite.port() + ";lr;mine=1>")).isEqualTo("1 1 null");
    }

    @Test
    void preferredLanguagesComeInOrder_5_9_1() {
        assertThat(ask("languages", "Accept-Language", "da;q=0.3, en-gb;q=0.8, de", "Content-Language", "fr"))
            .isEqualTo("de [de, en-GB, da] fr");
    }

    @Test
    void textContentIsAString_5_3() {
        try (Peer peer = Peer.udp()) {
            SipMessage request = peer.request("MESSAGE", APP).with("X-Do", "content").withBody("text/plain;charset=UTF-8", "gr\u00fc\u00dfe");
            assertThat(Probe.of(peer, request)).isEqualTo("gr\u00fc\u00dfe|text/plain;charset=UTF-8|UTF-8|7|7");
        }
    }

    @Test
    void multipartContentIsAMultipart_5_3() {
        try (Peer peer = Peer.udp()) {
            String body = "--x\r\nContent-Type: text/plain\r\n\r\nhello\r\n--x\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n--x--\r\n";
            assertThat(Probe.of(peer, peer.request("MESSAGE", APP).with("X-Do", "multipart").withBody("multipart/mixed;boundary=x", body)))
                .isEqualTo("2 application/sdp");
        }
    }

    @Test
    void contentIsWrittenInItsCharset_5_3_1() {
        try (Peer peer = Peer.udp()) {
            SipMessage response = peer.exchange(peer.request("MESSAGE", APP).with("X-Do", "body"));
            assertThat(response.body()).containsExactly('g', 'r', 0xfc, 0xdf, 'e');
            assertThat(response.required("Content-Length").trim()).isEqualTo("5");
            assertThat(response.required("X-Result")).isEqualTo("5 ISO-8859-1");
        }
    }

    @Test
    void bytesAreWrittenAsTheyAre_5_3() {
        try (Peer peer = Peer.udp()) {
            SipMessage response = peer.exchange(peer.request("MESSAGE", APP).with("X-Do", "bytes"));
            assertThat(response.bodyText()).isEqualTo("abc");
            assertThat(response.required("Content-Type")).isEqualTo("application/octet-stream");
        }
    }

    @Test
    void anUnknownCharsetIsAnUnsupportedEncodingException_5_3_1() {
        assertThat(ask("badCharset")).isEqualTo("UnsupportedEncodingException");
    }

    @Test
    void aResponseHasStatusReasonAndHeaders_5_7() {
        try (Peer peer = Peer.udp()) {
            SipMessage response = peer.exchange(peer.request("MESSAGE", APP).with("X-Do", "response"));
            assertThat(response.startLine()).isEqualTo("SIP/2.0 299 Quite Good");
            assertThat(response.required("X-Result")).isEqualTo("299Quite GoodMESSAGEtrue");
            assertThat(response.list("X-Two")).containsExactly("1", "2");
            assertThat(response.required("Expires").trim()).isEqualTo("77");
            assertThat(response.required("Accept-Language")).isEqualTo("fr");
            assertThat(response.required("Content-Language")).isEqualTo("de");
        }
    }

    @Test
    void aStatusOutsideTheProtocolIsRefused_5_7() {
        assertThat(ask("badStatus")).isEqualTo("IllegalArgumentException");
    }

    @Test
    void aMessageThatWasSentIsCommitted_5_2() {
        assertThat(ask("committed")).isEqualTo("sent");
        Events.await("message", "response committed true request true");
        Events.await("message", "no header is set late");
    }

    @Test
    void thereIsOneFinalResponse_5_2() {
        try (Peer peer = Peer.udp()) {
            assertThat(peer.exchange(peer.request("MESSAGE", APP).with("X-Do", "committedRequest")).status()).isEqualTo(200);
            Events.await("message", "no second final response");
        }
    }

    @Test
    void aHeaderIsAddedAsOftenAsTheApplicationDoes_5_4() {
        try (Peer peer = Peer.udp()) {
            SipMessage response = peer.exchange(peer.request("MESSAGE", APP).with("X-Do", "challenges"));
            assertThat(response.toString()).containsSubsequence("algorithm=SHA-256", "algorithm=MD5");
        }
    }

    /** TS 23.003 13.4A, RFC 5002: what an expression may have a URI may not. */
    @Test
    void aWildcardedIdentityIsReadAndWrittenAsItStands_5_4() {
        String wildcard = "<sip:room-!\\d{1,3}[a-z]?!@example.com>";
        try (Peer peer = Peer.udp()) {
            SipMessage response = peer.exchange(peer.request("MESSAGE", APP).with("X-Do", "wildcards").with("P-Profile-Key", wildcard));
            assertThat(response.required("P-Profile-Key")).isEqualTo(wildcard);
            assertThat(response.all("P-Associated-URI")).containsExactly("<sip:a@example.com>", wildcard);
        }
    }

    @Test
    void maxForwardsIsAByte_5_6() {
        assertThat(ask("maxForwards")).isEqualTo("IllegalArgumentException");
    }

    /** HTTP has it too, and so it is here: the container answers what no servlet method handles. */
    @Test
    void aMethodNoServletMethodHandlesIsAnswered_2_3() {
        try (Peer peer = Peer.udp()) {
            assertThat(peer.exchange(peer.request("OPTIONS", APP)).status()).isEqualTo(200);
        }
    }
}
