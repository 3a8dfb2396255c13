package org.calliope.ims.ifc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Random;
import org.calliope.ims.ifc.PastedRequest.Served;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 3261 7: start line, headers, body. */
class PastedRequestTest {

    private static final Served CALLER = new Served(SessionCase.ORIGINATING_REGISTERED, true, RegistrationType.RE);
    private static final String INVITE = """
            INVITE sip:bob@ims.example SIP/2.0
            Via: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bK1
            v: SIP/2.0/UDP 127.0.0.2
            f: <sip:alice@ims.example>;tag=1
            Subject:first
              second
            \tthird
            c: application/SDP;charset=utf-8
            Empty:

            v=0
            m=audio 49170 RTP/AVP 0
            a=sendrecv
            """;

    private static PastedRequest parse(String text) {
        return PastedRequest.parse(text, CALLER);
    }

    private static void assertInvite(PastedRequest request) {
        assertThat(request.method()).isEqualTo("INVITE");
        assertThat(request.requestUri()).isEqualTo("sip:bob@ims.example");
        assertThat(request.headerValues("via")).containsExactly("SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bK1",
                "SIP/2.0/UDP 127.0.0.2");
        assertThat(request.headerValues("FROM")).containsExactly("<sip:alice@ims.example>;tag=1");
        assertThat(request.headerValues("Subject")).containsExactly("first second third");
        assertThat(request.headerValues("Empty")).containsExactly("");
        assertThat(request.headerValues("To")).isEmpty();
        assertThat(request.headerNames()).containsExactlyInAnyOrder("Via", "From", "Subject", "Content-Type", "Empty");
        assertThat(request.sessionDescription()).containsExactly("v=0", "m=audio 49170 RTP/AVP 0", "a=sendrecv");
    }

    @Test
    void readsFoldedAndCompactHeaders_7_3() {
        assertInvite(parse(INVITE));
        assertInvite(parse(INVITE.replace("\n", "\r\n")));
    }

    @Test
    void indentationOfTheCopyIsTakenAway() {
        String indented = INVITE.indent(8);
        assertInvite(parse(indented));
        assertInvite(parse("\n\n" + indented));
        assertInvite(parse(indented.stripLeading()));
    }

    @Test
    void whatTheTextDoesNotSayComesFromTheOneWhoPastes() {
        assertThat(parse(INVITE)).satisfies(request -> {
            assertThat(request.sessionCase()).isEqualTo(SessionCase.ORIGINATING_REGISTERED);
            assertThat(request.registered()).isTrue();
            assertThat(request.registrationType()).isEmpty();
        });
        assertThat(parse("REGISTER sip:ims.example SIP/2.0").registrationType()).contains(RegistrationType.RE);
    }

    @Test
    void aBodyThatIsNoSessionDescriptionHasNoLines() {
        assertThat(parse("MESSAGE tel:+15550100 SIP/2.0\nContent-Type: text/plain\n\nm=audio").sessionDescription()).isEmpty();
        assertThat(parse("MESSAGE tel:+15550100 SIP/2.0\n\nm=audio").sessionDescription()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "'' | there is no text",
        "'  ' | there is no text",
        "SIP/2.0 200 OK | this is a response",
        "hello | the first line is no request line",
        "INVITE sip:bob@ims.example HTTP/1.1 | the first line is no request line",
        "'INVITE sip:bob@ims.example SIP/2.0\nno header here' | this line is no header: no header here",
        "'INVITE sip:bob@ims.example SIP/2.0\n : x' | this line is no header"})
    void aRefusalSaysWhy(String text, String why) {
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> parse(text)).withMessageContaining(why);
    }

    @Test
    void tooMuchIsRefused() {
        String start = "INVITE sip:bob@ims.example SIP/2.0\n";
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> parse(start + "X: " + "y".repeat(70_000)))
                .withMessageContaining("longer than 65536");
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> parse(start + "X: y\n".repeat(1001)))
                .withMessageContaining("more than 1000 headers");
    }

    /** Whatever is cut out, doubled or overwritten: it is read, or refused in words. */
    @Test
    void mutationsAreReadOrRefused() {
        Random random = new Random(3261);
        for (int i = 0; i < 5000; i++) {
            int from = random.nextInt(INVITE.length());
            int to = Math.min(INVITE.length(), from + random.nextInt(30));
            String middle = random.nextBoolean() ? INVITE.substring(from, to).repeat(random.nextInt(3))
                    : Character.toString(random.nextInt(0x3000));
            String mutated = INVITE.substring(0, from) + middle + INVITE.substring(to);
            assertThatCode(() -> parseOrRefuse(mutated)).as(mutated).doesNotThrowAnyException();
        }
    }

    private static void parseOrRefuse(String text) {
        try {
            assertThat(parse(text).headerNames()).allSatisfy(name -> assertThat(parse(text).headerValues(name)).isNotEmpty());
        } catch (IllegalArgumentException refused) {
            assertThat(refused.getMessage()).isNotBlank().hasSizeLessThan(500);
        }
    }
}
