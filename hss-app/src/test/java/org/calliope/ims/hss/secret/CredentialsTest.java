package org.calliope.ims.hss.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

import org.calliope.ims.cx.AuthScheme;
import org.calliope.ims.digest.Digest;
import org.calliope.ims.identity.PrivateIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {

    private static final String ALICE = "alice@ims.example";
    private static final PrivateIdentity IMPI = new PrivateIdentity(ALICE);
    private static final String HA1 = "939e7578ed9e3c518a452acee763bce9";
    // TS 35.207 set 1
    private static final String K = "465b5ce8b199b49faa5f0a2ee238a6bc";
    private static final String OP = "cdc202d5123e20f62b6d676ac72cb318";
    private static final String OPC = "cd63cb71954a9f4e48a5994e37a02baf";

    private static Credentials password() {
        return Credentials.ofPassword(IMPI, "ims.example", "s3cret");
    }

    private static Credentials sim() {
        return Credentials.ofAka(K, OPC, false, "b9b9");
    }

    @Test
    void aPasswordServesBothAlgorithmsAndBothUserNames_RFC7616_3_4_2() {
        DigestSecret secret = password().digest().orElseThrow();
        for (String algorithm : List.of(Digest.MD5, Digest.SHA_256)) {
            assertThat(secret.ha1(algorithm)).hasValue(Digest.ha1(algorithm, ALICE, "ims.example", "s3cret"));
            assertThat(secret.plainHa1(algorithm)).hasValue(Digest.ha1(algorithm, "alice", "ims.example", "s3cret"));
        }
        assertThat(secret.ha1("SHA-512-256")).isEmpty();
        assertThat(password().preferred()).isEqualTo(AuthScheme.SIP_DIGEST);
    }

    @Test
    void anHa1OfAnotherHssServesMd5Alone() {
        DigestSecret secret = Credentials.ofHa1("ims.example", HA1.toUpperCase()).digest().orElseThrow();
        assertThat(secret.ha1(Digest.MD5)).hasValue(HA1);
        assertThat(secret.plainHa1(Digest.MD5)).isEmpty();
        assertThat(secret.ha1(Digest.SHA_256)).isEmpty();
        assertThat(secret.plainHa1(Digest.SHA_256)).isEmpty();
    }

    @Test
    void ofOpOnlyOpcIsKept_TS35206_4_1() {
        Credentials ofOp = Credentials.ofAka(K.toUpperCase(), OP, true, "B9B9");
        assertThat(ofOp).isEqualTo(sim());
        assertThat(HexFormat.of().formatHex(CredentialsFormat.write(ofOp))).contains(OPC).doesNotContain(OP);
    }

    @Test
    void aSimMakesVectors_TS33102_6_3_2() {
        byte[] rand = HexFormat.of().parseHex("23553cbe9637a89d218ae64dae47bf35");
        assertThat(sim().aka().orElseThrow().vector(rand, 0xff9bb4d0b607L).autn())
                .asHexString().isEqualToIgnoringCase("55f328b43577b9b94a9ffac354dfafb3");
    }

    @Test
    void aSubscriberMayHaveBothAndPreferEither() {
        Credentials both = sim().and(password());
        assertThat(both.preferred()).isEqualTo(AuthScheme.DIGEST_AKAV1_MD5);
        for (AuthScheme scheme : List.of(AuthScheme.SIP_DIGEST, AuthScheme.DIGEST_AKAV1_MD5,
                AuthScheme.DIGEST_AKAV2_MD5)) {
            assertThat(both.serve(scheme)).isTrue();
            assertThat(both.preferring(scheme).preferred()).isEqualTo(scheme);
        }
        assertThat(both.serve(AuthScheme.UNKNOWN)).isFalse();
        assertThat(both.and(Credentials.ofHa1("other.example", HA1)).digest()).isEqualTo(password().digest());
    }

    @Test
    void aSchemeWithoutItsSecretIsRefused() {
        assertThat(password().serve(AuthScheme.DIGEST_AKAV1_MD5)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> password().preferring(AuthScheme.DIGEST_AKAV2_MD5))
                .withMessage("there is no secret for the preferred scheme, Digest-AKAv2-MD5");
        assertThatIllegalArgumentException().isThrownBy(() -> sim().preferring(AuthScheme.SIP_DIGEST));
        assertThatIllegalArgumentException().isThrownBy(() -> sim().preferring(AuthScheme.GIBA));
    }

    @ParameterizedTest
    @CsvSource({"465b5ce8b199b49faa5f0a2ee238a6,cd63cb71954a9f4e48a5994e37a02baf,false,8000,K is not 32 hex digits",
        "465b5ce8b199b49faa5f0a2ee238a6xy,cd63cb71954a9f4e48a5994e37a02baf,false,8000,K is not 32 hex digits",
        "465b5ce8b199b49faa5f0a2ee238a6bc,cd63,false,8000,OPc is not 32 hex digits",
        "465b5ce8b199b49faa5f0a2ee238a6bc,cd63,true,8000,OP is not 32 hex digits",
        "465b5ce8b199b49faa5f0a2ee238a6bc,cd63cb71954a9f4e48a5994e37a02baf,false,800,AMF is not 4 hex digits",
        "465b5ce8b199b49faa5f0a2ee238a6bc,cd63cb71954a9f4e48a5994e37a02baf,false,-800,AMF is not 4 hex digits"})
    void dataOfNoSimAreRefusedInPlainWords(String k, String constant, boolean isOp, String amf, String why) {
        assertThatIllegalArgumentException().isThrownBy(() -> Credentials.ofAka(k, constant, isOp, amf))
                .withNoCause().withMessage(why);
    }

    @Test
    void passwordsAndRealmsAreBounded() {
        assertThatIllegalArgumentException().isThrownBy(() -> Credentials.ofPassword(IMPI, "ims.example", ""))
                .withMessage("the password is not 1 to 255 characters");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Credentials.ofPassword(IMPI, "ims.example", "x".repeat(256)));
        for (String realm : List.of("", "a\"b", "a\\b", "a\r\nb", "é".repeat(128))) {
            assertThatIllegalArgumentException().isThrownBy(() -> Credentials.ofHa1(realm, HA1))
                    .withMessageStartingWith("the realm is not 1 to 255 octets");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "939e7578", "939e7578ed9e3c518a452acee763bcxy", "939e7578ed9e3c518a452acee763bce900"})
    void whatIsNoHa1IsRefusedWithoutBeingShown(String ha1) {
        assertThatIllegalArgumentException().isThrownBy(() -> Credentials.ofHa1("ims.example", ha1))
                .withMessageMatching("HA1 is missing|HA1 is not 32 hex digits");
    }

    @Test
    void theyOpenAsTheyWereSealed(@TempDir Path folder) {
        Vault vault = Vault.at(folder.resolve(Vault.FILE), false);
        String longest = "é".repeat(127) + "x";
        for (Credentials one : List.of(password(), sim(), Credentials.ofHa1(longest, HA1), sim().and(password()),
                Credentials.ofPassword(IMPI, longest, "s").and(sim()).preferring(AuthScheme.DIGEST_AKAV2_MD5))) {
            byte[] blob = one.seal(vault, ALICE);
            assertThat(Credentials.open(vault, ALICE, blob)).isEqualTo(one);
            assertThat(one.hashCode()).isEqualTo(Credentials.open(vault, ALICE, blob).hashCode());
        }
        byte[] blob = sim().seal(vault, ALICE);
        assertThatThrownBy(() -> Credentials.open(vault, "bob@ims.example", blob)).isInstanceOf(SecretUnreadable.class);
    }

    /** What lies in databases must be read for ever. */
    @Test
    void theContentStaysWhatItIs() {
        assertThat(HexFormat.of().formatHex(CredentialsFormat.write(sim().preferring(AuthScheme.DIGEST_AKAV2_MD5))))
                .isEqualTo("0102" + "02" + K + OPC + "b9b9");
        assertThat(HexFormat.of().formatHex(CredentialsFormat.write(Credentials.ofHa1("r.example", HA1).and(sim()))))
                .isEqualTo("0100" + "01" + "09" + "722e6578616d706c65" + "01" + HA1 + "02" + K + OPC + "b9b9");
    }

    @ParameterizedTest
    @CsvSource({"'',content is cut off", "0200,content is of version 2", "0103,content has a scheme",
        "010003,content has a part", "01000109722e65,content is cut off", "010102465b5ce8,content is cut off",
        "0100,there is no secret for the preferred scheme"})
    void otherContentIsRefusedInPlainWords(String hex, String why, @TempDir Path folder) {
        Vault vault = Vault.at(folder.resolve(Vault.FILE), false);
        byte[] blob = vault.seal(ALICE, HexFormat.of().parseHex(hex));
        assertThatThrownBy(() -> Credentials.open(vault, ALICE, blob)).isInstanceOf(SecretUnreadable.class)
                .hasMessageContaining(ALICE).hasMessageContaining(why);
    }

    @Test
    void secretsAreNotShown() {
        Credentials both = sim().and(password());
        assertThat(both).hasToString("Credentials[password of realm ims.example, SIM, Digest-AKAv1-MD5]");
        assertThat(both.digest().orElseThrow()).hasToString("DigestSecret[realm ims.example]");
        assertThat(both.aka().orElseThrow()).hasToString("AkaSecret[***]");
    }
}
