package org.calliope.ims.gruu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.calliope.ims.identity.PublicIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GruusTest {

    private static final PublicIdentity ALICE = PublicIdentity.parse("sip:alice@ims.example");
    private static final String PHONE = "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6";
    private static final String IMEI = "urn:gsma:imei:90420156-025763-0";
    private static final Instant SINCE = Instant.ofEpochSecond(1_700_000_000L);

    private final GruuSecret secret = GruuSecret.random();
    private final Gruus gruus = new Gruus(secret);

    @Test
    void rfc5627_3_1_1_aPublicGruuIsTheIdentityWithTheInstance() {
        String gruu = gruus.publicGruu(ALICE, PHONE);

        assertThat(gruu).isEqualTo("sip:alice@ims.example;gr=" + PHONE);
        assertThat(gruus.read(gruu)).contains(new Gruu.Public(ALICE, PHONE));
        assertThat(gruus.matches(gruus.read(gruu).orElseThrow(), PHONE)).isTrue();
        assertThat(gruus.matches(gruus.read(gruu).orElseThrow(), PHONE.replace('f', 'e'))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sip:alice@IMS.example;gr=URN:UUID:F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6",
        "sip:alice@ims.example;transport=udp;GR=urn%3Auuid%3Af81d4fae-7dec-11d0-a765-00a0c91e6bf6",
        "<sip:alice@ims.example;gr=urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6?Subject=x>"})
    void rfc5627_5_4_aPublicGruuIsKnownHoweverItIsSpelled(String spelled) {
        Gruu gruu = gruus.read(spelled.replaceAll("[<>]", "")).orElseThrow();

        assertThat(gruu.identity()).isEqualTo(ALICE);
        assertThat(gruus.matches(gruu, PHONE)).isTrue();
    }

    @Test
    void ts24229_5_4_7A_2_anImeiIsNotShownAndEverySCscfMakesTheSameOfIt() {
        String gruu = gruus.publicGruu(ALICE, IMEI);

        assertThat(gruu).doesNotContain("90420156").matches(".*;gr=urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}"
                + "-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        assertThat(new Gruus(GruuSecret.of(secret.hex())).publicGruu(ALICE, IMEI)).isEqualTo(gruu);
        assertThat(gruus.matches(gruus.read(gruu).orElseThrow(), IMEI)).isTrue();
        assertThat(gruus.matches(gruus.read(gruu).orElseThrow(), IMEI + "1")).isFalse();
        assertThat(gruus.publicGruu(ALICE, "urn:uuid:none")).matches(".*;gr=urn:uuid:[0-9a-f-]{36}");
    }

    @Test
    void rfc5627_3_1_2_aTemporaryGruuShowsNeitherIdentityNorInstance() {
        String gruu = gruus.temporaryGruu(ALICE, PHONE, SINCE);

        assertThat(gruu).startsWith("sip:tgruu.").endsWith("@ims.example;gr").doesNotContain("alice", "f81d4fae");
        assertThat(gruu).matches("sip:[A-Za-z0-9._-]+@ims\\.example;gr").hasSizeLessThan(300);
        assertThat(gruus.read(gruu)).contains(new Gruu.Temporary(ALICE, PHONE, SINCE));
        assertThat(gruus.matches(gruus.read(gruu).orElseThrow(), PHONE)).isTrue();
        assertThat(gruus.matches(gruus.read(gruu).orElseThrow(), IMEI)).isFalse();
    }

    @Test
    void rfc5627_3_1_2_manyTemporaryGruusAreValidAtOnceAndNoTwoAreAlike() {
        Set<String> made = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            made.add(gruus.temporaryGruu(ALICE, IMEI, SINCE));
        }

        assertThat(made).hasSize(1000).allSatisfy(gruu ->
                assertThat(gruus.read(gruu)).contains(new Gruu.Temporary(ALICE, IMEI, SINCE)));
    }

    @Test
    void ts24229_5_4_7A_3_whoHasTheSecretReadsItAndNobodyElse() {
        String gruu = gruus.temporaryGruu(ALICE, PHONE, SINCE);

        assertThat(new Gruus(GruuSecret.of(secret.hex())).read(gruu)).isPresent();
        assertThat(new Gruus(GruuSecret.random()).read(gruu)).isEmpty();
    }

    @Test
    void rfc5627_10_aTemporaryGruuThatWasChangedIsNone() {
        String gruu = gruus.temporaryGruu(ALICE, PHONE, SINCE);
        int end = gruu.indexOf('@');
        for (int i = "sip:tgruu.".length(); i < end - 1; i++) {
            char other = gruu.charAt(i) == 'A' ? 'B' : 'A';
            assertThat(gruus.read(gruu.substring(0, i) + other + gruu.substring(i + 1))).as("at " + i).isEmpty();
        }
        assertThat(gruus.read(gruu.replace("ims.example", "other.example"))).as("another domain").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sip:alice@ims.example", "sip:alice@ims.example;gr", "sip:ims.example;gr", "tel:+1;gr=x",
        "sip:tgruu.@ims.example;gr", "sip:tgruu.AAAA@ims.example;gr", "sip:tgruu.!!@ims.example;gr",
        "sip:alice;gr=x@ims.example", "sip:alice@ims.example?gr=x", "sip:alice@ims.example;gr=%zz", "", "gr", ";gr"})
    void rfc5627_5_4_whatIsNoGruuIsNotTakenForOne(String uri) {
        assertThat(gruus.read(uri)).isEmpty();
    }

    @Test
    void valuesWithoutEndAreRefused() {
        assertThat(gruus.read("sip:tgruu." + "A".repeat(5000) + "@ims.example;gr")).isEmpty();
        assertThatThrownBy(() -> gruus.temporaryGruu(ALICE, "urn:x:" + "y".repeat(300), SINCE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rfc5627_4_1_onlyAnInstanceOfASipIdentityHasAGruu() {
        assertThatThrownBy(() -> gruus.publicGruu(PublicIdentity.parse("tel:+15550100"), PHONE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> gruus.publicGruu(ALICE, "phone")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "no hex at all", "zz00000000000000000000000000000000000000000000000000000000000000"})
    void aSecretThatIsNoneIsRefusedWithoutShowingIt(String hex) {
        assertThatThrownBy(() -> GruuSecret.of(hex)).isInstanceOf(IllegalArgumentException.class)
                .message().isEqualTo("a secret for GRUUs is 64 hex digits");
        assertThat(secret.toString()).doesNotContain(secret.hex());
    }

    /** All that GRUUs were given out with stays good over restarts; a file that is none stops the start. */
    @Test
    void aFolderKeepsItsSecret(@TempDir Path folder) throws IOException {
        GruuSecret made = GruuSecret.in(folder);
        assertThat(GruuSecret.in(folder).hex()).isEqualTo(made.hex());
        assertThat(Files.getPosixFilePermissions(folder.resolve("gruu-secret"))).hasSize(2);

        Files.writeString(folder.resolve("gruu-secret"), "42");
        assertThatIllegalStateException().isThrownBy(() -> GruuSecret.in(folder))
                .withMessageContaining("gruu-secret");
    }
}
