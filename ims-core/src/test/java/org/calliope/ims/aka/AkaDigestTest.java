package org.calliope.ims.aka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HexFormat;
import org.calliope.ims.digest.Challenge;
import org.calliope.ims.digest.Credentials;
import org.calliope.ims.digest.Digest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 3310 and RFC 4169 over the vector of TS 35.207 set 1; the digests were computed apart, with Python's hashlib. */
class AkaDigestTest {

    private static final byte[] K = HexFormat.of().parseHex("465b5ce8b199b49faa5f0a2ee238a6bc");
    private static final byte[] OPC = HexFormat.of().parseHex("cd63cb71954a9f4e48a5994e37a02baf");
    private static final byte[] RAND = HexFormat.of().parseHex("23553cbe9637a89d218ae64dae47bf35");
    private static final long SQN = 0xff9bb4d0b607L;
    private static final String NONCE = "I1U8vpY3qJ0hiuZNrke/NVXzKLQ1d7m5Sp/6w1Tfr7M=";
    private static final String METHOD = "REGISTER";

    private final AuthenticationVector vector = new Milenage(K, OPC).vector(RAND, SQN, 0xb9b9);

    private static Challenge challenge(String nonce, String algorithm) {
        return Challenge.parse(new Challenge("ims.example", nonce, "", algorithm, "auth").headerValue());
    }

    private static Credentials answer(Usim card, Challenge challenge) {
        Credentials answer = card.answer(challenge, METHOD,
                Credentials.to(challenge, "alice@ims.example", "sip:ims.example", 1, "0a4f113b"));
        return Credentials.parse(answer.headerValue());
    }

    private static Usim cardAt(long sqn) {
        return new Usim(K, OPC, sqn);
    }

    @Test
    void theNonceHoldsRandAutnAndServerData_RFC3310_3_2() {
        assertThat(AkaDigest.nonce(vector, new byte[0])).isEqualTo(NONCE);
        String longer = AkaDigest.nonce(vector, new byte[] {1, 2, 3});
        assertThat(AkaDigest.rand(longer)).isEqualTo(vector.rand());
        assertThat(AkaDigest.autn(longer)).isEqualTo(vector.autn());
    }

    @ParameterizedTest
    @CsvSource({"AKAv1-MD5,62b6b3ed4935f797305f0e74165ef381,e389bdd943f206ed0728065e735ffb95",
        "AKAv2-MD5,0f5b4892da8f30da6e60c1687a74000e,a99af3c8964a192be93794f016f7ccf1"})
    void theAnswerOfTheCardIsThePassword_RFC3310_3_3_and_RFC4169_3(String algorithm, String ha1, String response) {
        assertThat(AkaDigest.offered(algorithm)).isTrue();
        assertThat(AkaDigest.ha1(algorithm, "alice@ims.example", "ims.example", vector)).isEqualTo(ha1);

        Credentials answer = answer(cardAt(SQN - 32), challenge(NONCE, algorithm));
        assertThat(answer.response()).isEqualTo(response);
        assertThat(answer.algorithm()).isEqualTo(algorithm);
        assertThat(AkaDigest.verify(vector, METHOD, answer)).isTrue();
        assertThat(Digest.verify(ha1, METHOD, answer)).isTrue();
        assertThat(AkaDigest.verify(vector, "INVITE", answer)).isFalse();
        assertThat(AkaDigest.verify(new Milenage(K, OPC).vector(OPC, SQN, 0), METHOD, answer)).isFalse();
    }

    @Test
    void aPasswordMayHoldZeros_RFC3310_3_3() {
        assertThat(Digest.ha1("AKAv1-MD5", "u", "r", new byte[8])).isEqualTo("b4d29c5f58ff33f58f84fc3dad211f52");
    }

    @Test
    void aCardOutOfStepSendsAutsAndAnEmptyPassword_RFC3310_3_4() {
        Usim card = cardAt(SQN);
        Credentials answer = answer(card, challenge(NONCE, "AKAv1-MD5"));
        assertThat(answer.response()).isEqualTo("16a0dd1d64405f1449d0be68458bfb20");
        assertThat(Auts.parse(answer.auts()).sqn(new Milenage(K, OPC), AkaDigest.rand(answer.nonce()))).hasValue(SQN);
        assertThat(AkaDigest.verify(vector, METHOD, answer)).isFalse();
        assertThat(answer.toString()).doesNotContain(answer.auts());
    }

    @Test
    void aNetworkThatIsNotGenuineGetsNoResponse_TS24229_5_1_1_5_3() {
        Credentials answer = answer(new Usim(OPC, OPC, 0), challenge(NONCE, "AKAv1-MD5"));
        assertThat(answer.response()).isEmpty();
        assertThat(answer.auts()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MD5", "SHA-256", "AKAv3-MD5"})
    void otherAlgorithmsAreNoAka(String algorithm) {
        assertThat(AkaDigest.offered(algorithm)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> AkaDigest.ha1(algorithm, "u", "r", vector));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "dcd98b7102dd2f0e8b11d0f600bfb0c093", "I1U8vpY3qJ0hiuZNrke/NVXzKLQ1d7m5Sp/6w1Tfrw=="})
    void aNonceWithoutChallengeIsRefused(String nonce) {
        assertThatIllegalArgumentException().isThrownBy(() -> AkaDigest.rand(nonce)).withMessageContaining("nonce");
        assertThatIllegalArgumentException().isThrownBy(() -> answer(cardAt(0), challenge(nonce, "AKAv1-MD5")));
    }
}
