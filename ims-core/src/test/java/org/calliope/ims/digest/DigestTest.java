package org.calliope.ims.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashSet;
import java.util.Set;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {

    private static final String NONCE = "dcd98b7102dd2f0e8b11d0f600bfb0c093";
    private static final String RFC_7616 = "Digest username=\"Mufasa\",realm=\"http-auth@example.org\","
            + "uri=\"/dir/index.html\",algorithm=%s,nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\",nc=00000001,"
            + "cnonce=\"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ\",qop=auth,response=\"%s\","
            + "opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";

    private static Credentials rfc2617(String qop) {
        return new Credentials("Mufasa", "testrealm@host.com", NONCE, "/dir/index.html", "", "00000001", "0a4f113b",
                qop, "", "", "", "");
    }

    /** RFC 2617 3.5. */
    @Test
    void exampleOfRfc2617() {
        String ha1 = Digest.ha1("Mufasa", "testrealm@host.com", "Circle Of Life");
        assertThat(ha1).isEqualTo("939e7578ed9e3c518a452acee763bce9");
        assertThat(Digest.response(ha1, "GET", rfc2617("auth"))).isEqualTo("6629fae49393a05397450978507c4ef1");
    }

    /** RFC 2617 3.2.2.1: without qop, as RFC 2069. */
    @Test
    void withoutQop() {
        String ha1 = Digest.ha1("Mufasa", "testrealm@host.com", "Circle Of Life");
        assertThat(Digest.response(ha1, "GET", rfc2617(""))).isEqualTo("670fd8c2df070c60b045671b8b24ff02");
    }

    /** RFC 7616 3.9.1. */
    @Test
    void examplesOfRfc7616() {
        example("MD5", "8ca523f5e9506fed4657c9700eebdbec");
        example("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1");
    }

    private static void example(String algorithm, String response) {
        Credentials credentials = Credentials.parse(String.format(RFC_7616, algorithm, response));
        String ha1 = Digest.ha1(algorithm, "Mufasa", "http-auth@example.org", "Circle of Life");
        assertThat(Digest.verify(ha1, "GET", credentials)).isTrue();
        assertThat(Digest.verify(ha1, "POST", credentials)).isFalse();
        assertThat(Digest.verify(ha1, "GET", credentials.withResponse(response.toUpperCase()))).isTrue();
        assertThat(Digest.verify(ha1, "GET", credentials.withResponse(""))).isFalse();
        assertThat(credentials.opaque()).isEqualTo("FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS");
    }

    /** RFC 7616 3.5: rspauth is computed with an empty method. */
    @Test
    void rspauth() {
        String ha1 = "939e7578ed9e3c518a452acee763bce9";
        assertThat(Digest.rspauth(ha1, rfc2617("auth"))).isEqualTo(DigestUtils.md5Hex(ha1 + ':' + NONCE
                + ":00000001:0a4f113b:auth:" + DigestUtils.md5Hex(":/dir/index.html")));
    }

    @Test
    void whatIsNotOfferedIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Digest.response("", "GET", rfc2617("auth-int")));
        assertThatIllegalArgumentException().isThrownBy(() -> Digest.ha1("SHA-1", "u", "r", "p"));
    }

    @Test
    void aClientAnswersAChallenge() {
        Challenge challenge = Challenge.parse(new Challenge("ims \"x\" example", "n1", "o1", "SHA-256", "auth")
                .headerValue());
        Credentials answer = Digest.answer("alice", "REGISTER",
                Credentials.to(challenge, "alice@ims.example", "sip:ims.example", 1, "c1"));
        Credentials received = Credentials.parse(answer.withIntegrityProtected("no").headerValue());

        assertThat(received).isEqualTo(answer.withIntegrityProtected("no"));
        assertThat(received.nc()).isEqualTo("00000001");
        assertThat(Digest.verify(Digest.ha1("SHA-256", "alice@ims.example", "ims \"x\" example", "alice"), "REGISTER",
                received)).isTrue();
    }

    /** RFC 7616 3.3. */
    @Test
    void challengeOnTheWire() {
        Challenge challenge = new Challenge("ims.example", "n", "", "MD5", "auth");
        assertThat(challenge.headerValue())
                .isEqualTo("Digest realm=\"ims.example\",nonce=\"n\",algorithm=MD5,qop=\"auth\"");
        assertThat(challenge.headerValue(true)).contains("stale=true");
    }

    /** TS 24.229 5.1.1.2: the first REGISTER carries empty nonce and response. */
    @Test
    void theFirstRegisterHasEmptyValues() {
        Credentials first = Credentials.parse("Digest username=\"alice@ims.example\", realm=\"ims.example\", "
                + "nonce=\"\", uri=\"sip:ims.example\", response=\"\"");
        assertThat(first.nonce()).isEmpty();
        assertThat(first.response()).isEmpty();
        assertThat(first.integrityProtected()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Digest", "Basic YWxpY2U6YWxpY2U=", "Digest username", "Digest username=\"open",
        "Digest username=\"a\",username=\"b\"", "Digest =\"x\""})
    void brokenHeadersAreRefused(String header) {
        assertThatIllegalArgumentException().isThrownBy(() -> Credentials.parse(header));
    }

    @Test
    void secretsAreNotShown() {
        assertThat(Digest.answer("pw", "GET", rfc2617("auth")).toString()).doesNotContain("response");
    }

    @Test
    void noncesAre128BitsAndDiffer() {
        Nonces nonces = new Nonces();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            String nonce = nonces.next();
            assertThat(nonce).matches("[0-9a-f]{32}");
            assertThat(seen.add(nonce)).isTrue();
        }
    }
}
