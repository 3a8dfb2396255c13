package org.calliope.ims.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that proves who somebody is leaves the trace: RFC 3261 22, TS 24.229 5.4.1.2.1 (ck and ik). */
class SecretsTest {

    private static String masked(String header) {
        return MessageText.of("REGISTER sip:ims.example SIP/2.0\r\n" + header
                + "\r\nContent-Length: 0\r\n\r\nresponse=\"body\"").masked();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "Authorization: Digest username=\"alice\",nonce=\"n1\",response=\"SECRET\",uri=\"sip:x\"",
        "authorization : digest response = SECRET, nonce=\"n1\"",
        "Authorization: Digest nonce=\"n1\",\r\n response=\"SECRET\"",
        "Authorization: Digest nonce=\"n1\",\r\n\tresponse=\r\n \"SECRET\"",
        "Proxy-Authorization: Digest nonce=\"n1\",response='SECRET'",
        "Proxy-Authorization: Digest nonce=\"n1\",response=\"SECRET",
        "Authorization: Basic SECRET nonce=\"n1\"",
        "Authentication-Info: nonce=\"n1\",rspauth=\"SECRET\"",
        "Proxy-Authentication-Info: nonce=\"n1\",RSPAUTH=SECRET",
        "WWW-Authenticate: Digest nonce=\"n1\",ck=\"SECRET\",ik=\"SECRET\"",
        "Authorization: Digest auts=\"SECRET\",nonce=\"n1\"",
        "Authorization: Digest nonce=\"n1\",response=\"SE\\\"CRET\"",
    })
    void areMaskedAndTheNonceIsKept(String header) {
        assertThat(masked(header)).doesNotContain("SECRET").doesNotContain("CRET").contains("***")
                .contains("nonce=\"n1\"").contains("Content-Length: 0").contains("response=\"body\"");
    }

    @Test
    void otherHeadersAreLeftAlone() {
        String text = "Contact: <sip:alice@127.0.0.1;response=1>;ik=2\r\nX-Authorization: response=\"3\"";
        assertThat(masked(text)).contains(text);
    }

    @Test
    void bytesAndMissingTextToo() {
        assertThat(MessageText.of("Authorization: Digest response=\"SECRET\"".getBytes(StandardCharsets.UTF_8)).masked())
                .isEqualTo("Authorization: Digest response=\"***\"");
        assertThat(MessageText.NONE.masked()).isEmpty();
    }

    /** A hostile header costs no more than reading it. */
    @Test
    void hostileHeadersDoNoHarm() {
        for (String hostile : new String[] {"response=\"" + "\\".repeat(200_000), "response=\"" + "a\\\"".repeat(100_000),
                "response" + " \t".repeat(100_000), "\r\n x".repeat(100_000)}) {
            assertThatCode(() -> masked("Authorization: Digest " + hostile)).doesNotThrowAnyException();
        }
    }
}
