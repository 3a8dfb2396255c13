package org.calliope.ims.hss.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import org.calliope.ims.node.OwnerOnly;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VaultTest {

    private static final String ALICE = "alice@ims.example";
    private static final byte[] SECRET = "what nobody may read".getBytes(StandardCharsets.UTF_8);
    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final int KEY_ID = 2;

    @TempDir
    private Path folder;
    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("data").resolve(Vault.FILE);
    }

    private List<String> keyLines() throws Exception {
        return Files.readAllLines(file).stream().filter(line -> !line.startsWith("#")).toList();
    }

    private void write(String text) {
        OwnerOnly.replace(file, text);
    }

    @Test
    void theFirstStartMakesAKeyForItsOwnerOnly() throws Exception {
        Vault.at(file, false);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(keyLines()).singleElement().satisfies(line -> {
            assertThat(line).startsWith("1 ");
            assertThat(Base64.getDecoder().decode(line.substring(2))).hasSize(32);
        });
    }

    @Test
    void whatWasSealedOpensAfterARestart() {
        byte[] blob = Vault.at(file, false).seal(ALICE, SECRET);
        assertThat(Vault.at(file, true).open(ALICE, blob)).isEqualTo(SECRET);
        assertThat(new String(blob, StandardCharsets.ISO_8859_1)).doesNotContain("nobody");
    }

    /** The blob was made apart, with the AESGCM of Python's cryptography and the nonce 000102030405060708090a0b. */
    @Test
    void theFormOfABlobStaysWhatItIs() {
        write("7 " + KEY + "\n");
        byte[] blob = Base64.getDecoder().decode("AQAHAAECAwQFBgcICQoLMGq3b+WLrXniJe6r3IgBTfGz5lAKG0Mdz6qskd4oUyeFDI5k");
        assertThat(Vault.at(file, true).open(ALICE, blob)).isEqualTo(SECRET);
    }

    @Test
    void theSameSecretLooksDifferentEachTime() {
        Vault vault = Vault.at(file, false);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            assertThat(seen.add(Base64.getEncoder().encodeToString(vault.seal(ALICE, SECRET)))).isTrue();
        }
    }

    @Test
    void aSecretMovedToAnotherUserDoesNotOpen() {
        Vault vault = Vault.at(file, false);
        byte[] blob = vault.seal(ALICE, SECRET);
        assertThatThrownBy(() -> vault.open("bob@ims.example", blob)).isInstanceOf(SecretUnreadable.class)
                .hasMessageContaining("bob@ims.example").hasMessageContaining("another user's");
    }

    @Test
    void aChangedSecretDoesNotOpenWhereverItWasChanged() {
        Vault vault = Vault.at(file, false);
        vault.addKey();
        byte[] blob = vault.seal(ALICE, SECRET);
        for (int octet = 0; octet < blob.length; octet++) {
            byte[] changed = blob.clone();
            changed[octet] ^= octet == KEY_ID ? 3 : 1; // key 2 becomes key 1
            assertThatThrownBy(() -> vault.open(ALICE, changed)).as("octet " + octet)
                    .isInstanceOf(SecretUnreadable.class).hasMessageNotContaining("nobody");
        }
    }

    @Test
    void aSecretThatIsCutOffDoesNotOpen() {
        Vault vault = Vault.at(file, false);
        byte[] blob = vault.seal(ALICE, new byte[0]);
        assertThat(vault.open(ALICE, blob)).isEmpty();
        for (int length = 0; length < blob.length; length++) {
            byte[] shorter = Arrays.copyOf(blob, length);
            assertThatThrownBy(() -> vault.open(ALICE, shorter)).isInstanceOf(SecretUnreadable.class)
                    .hasMessageContaining("cut off");
            assertThat(vault.currentKey(new byte[length])).isFalse();
        }
    }

    @Test
    void aMissingKeyFileIsNotMadeAnewWhenSecretsNeedIt() {
        assertThatIllegalStateException().isThrownBy(() -> Vault.at(file, true))
                .withMessageContaining(file + " is missing").withMessageContaining("backup");
        assertThat(file).doesNotExist();
    }

    @Test
    void anotherKeyFileOpensNothing() throws Exception {
        byte[] blob = Vault.at(file, false).seal(ALICE, SECRET);
        Files.delete(file);
        Vault other = Vault.at(file, false);
        assertThatThrownBy(() -> other.open(ALICE, blob)).isInstanceOf(SecretUnreadable.class)
                .hasMessageContaining("key 1 in " + file + " is not the one");
        write("5 " + KEY + "\n");
        Vault without = Vault.at(file, true);
        assertThatThrownBy(() -> without.open(ALICE, blob)).isInstanceOf(SecretUnreadable.class)
                .hasMessageContaining("its key, 1, is not in " + file);
    }

    @Test
    void aRotationGoesOnWhileSecretsOfBothKeysOpen() throws Exception {
        Vault vault = Vault.at(file, false);
        byte[] old = vault.seal(ALICE, SECRET);
        assertThat(vault.currentKey(old)).isTrue();
        assertThat(vault.reseal(ALICE, old)).isEmpty();
        String first = keyLines().get(0);

        assertThat(vault.addKey()).isEqualTo(2);
        assertThat(keyLines()).hasSize(2).contains(first);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(vault.currentKey(old)).isFalse();
        assertThat(vault.open(ALICE, old)).isEqualTo(SECRET);
        byte[] fresh = vault.reseal(ALICE, old).orElseThrow();
        assertThat(vault.currentKey(fresh)).isTrue();
        assertThat(vault.reseal(ALICE, old)).as("the same wherever it is kept").hasValueSatisfying(
                again -> assertThat(again).isEqualTo(fresh));
        assertThat(vault.reseal(ALICE, vault.seal(ALICE, SECRET))).as("by the current key already").isEmpty();

        // the end of it: the old line is taken out
        write(keyLines().get(1) + "\n");
        Vault after = Vault.at(file, true);
        assertThat(after.open(ALICE, fresh)).isEqualTo(SECRET);
        assertThatThrownBy(() -> after.open(ALICE, old)).isInstanceOf(SecretUnreadable.class);
    }

    @Test
    void manyThreadsSealAndOpenWhileKeysAreAdded() {
        Vault vault = Vault.at(file, false);
        List<byte[]> opened = IntStream.range(0, 2000).parallel().mapToObj(i -> {
            byte[] blob = vault.seal("user" + i, SECRET);
            if (i % 200 == 0) {
                vault.addKey();
            }
            return vault.open("user" + i, vault.reseal("user" + i, blob).orElse(blob));
        }).toList();
        assertThat(opened).hasSize(2000).allSatisfy(content -> assertThat(content).isEqualTo(SECRET));
        assertThat(vault).hasToString("Vault[" + file + ", key 11]");
    }

    @Test
    void aSecretOfAnotherUserIsNotResealed() {
        Vault vault = Vault.at(file, false);
        byte[] old = vault.seal(ALICE, SECRET);
        vault.addKey();
        assertThatThrownBy(() -> vault.reseal("bob@ims.example", old)).isInstanceOf(SecretUnreadable.class);
    }

    @Test
    void aKeyThatWasWrittenByHandCountsWhereverItsLineStands() throws Exception {
        write("# the new one\n\n9 " + KEY + "\n3 " + KEY.replace('A', 'B') + "\n");
        Vault vault = Vault.at(file, true);
        assertThat(vault).hasToString("Vault[" + file + ", key 9]");
        assertThat(vault.addKey()).isEqualTo(10);
        assertThat(keyLines()).hasSize(3).contains("9 " + KEY);
    }

    @Test
    void aKeyAddedToTheFileMeanwhileIsNotLost() throws Exception {
        Vault vault = Vault.at(file, false);
        write(keyLines().get(0) + "\n4 " + KEY + "\n");
        assertThat(vault.addKey()).isEqualTo(5);
        assertThat(keyLines()).contains("4 " + KEY);
    }

    @Test
    void idsEnd() throws Exception {
        write("65535 " + KEY + "\n");
        Vault vault = Vault.at(file, true);
        assertThat(vault.open(ALICE, vault.seal(ALICE, SECRET))).isEqualTo(SECRET);
        assertThatIllegalStateException().isThrownBy(vault::addKey).withMessageContaining("65535");
        assertThat(keyLines()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"'',there is no key in it", "'# 1 x',there is no key in it",
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=,line 1 is not an id and a key",
        "0 AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=,line 1 has an id that is not 1 to 65535",
        "65536 AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=,line 1 has an id that is not 1 to 65535",
        "1 AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHg==,line 1 has a key that is not 32 octets in base64",
        "1 AAEC!,line 1 has a key that is not 32 octets in base64"})
    void aFileThatHoldsNoKeysStopsTheStart(String text, String why) {
        write(text);
        assertThatIllegalStateException().isThrownBy(() -> Vault.at(file, true)).withNoCause()
                .withMessage("the key file " + file + " can not be used: " + why);
    }

    @Test
    void anIdThatStandsTwiceStopsTheStart() {
        write("1 " + KEY + "\n1 " + KEY + "\n");
        assertThatIllegalStateException().isThrownBy(() -> Vault.at(file, true))
                .withMessageContaining("line 2 has an id that stands twice").withMessageNotContaining(KEY);
    }
}
