package org.calliope.ims.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.calliope.ims.testkit.wire.MalformedMessage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DigestAnswerTest {
    @Test
    @DisplayName("RFC 2617 3.5: the example of the standard")
    void md5WithQop() {
        String value = DigestAnswer.to("Digest realm=\"testrealm@host.com\", qop=\"auth,auth-int\","
                        + " nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"")
                .authorization("GET", "/dir/index.html", "Mufasa", "Circle Of Life", 1, "0a4f113b");

        assertThat(value).contains("response=\"6629fae49393a05397450978507c4ef1\"", "qop=auth", "nc=00000001",
                "opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"", "cnonce=\"0a4f113b\"");
    }

    @Test
    @DisplayName("RFC 7616 3.9.1: the SHA-256 example of the standard")
    void sha256() {
        String value = DigestAnswer.to("Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=SHA-256,"
                        + " nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\"")
                .authorization("GET", "/dir/index.html", "Mufasa", "Circle of Life", 1,
                        "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ");

        assertThat(value).contains("response=\"753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1\"",
                "algorithm=SHA-256");
    }

    @Test
    @DisplayName("RFC 2617 3.2.2.1: without qop there is neither nc nor cnonce")
    void withoutQop() {
        String value = DigestAnswer.to("Digest realm=\"r\", nonce=\"n\"").authorization("REGISTER", "sip:r", "u", "p", 1, "c");

        // MD5(MD5("u:r:p"):n:MD5("REGISTER:sip:r")), calculated with md5sum
        assertThat(value).contains("response=\"5790559ba44538767b07fb5adb649909\"").doesNotContain("cnonce", "nc=");
    }

    @Test
    void refusesWhatItCannotAnswer() {
        assertThatThrownBy(() -> DigestAnswer.to("Basic realm=\"r\"")).isInstanceOf(MalformedMessage.class);
        assertThatThrownBy(() -> DigestAnswer.to("Digest realm=\"r\", algorithm=AKAv1-MD5, nonce=\"n\"")
                .authorization("REGISTER", "sip:r", "u", "p", 1, "c")).isInstanceOf(MalformedMessage.class);
    }
}
