package org.calliope.ims.hss.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

class PasswordsTest {

    private final Passwords passwords = new Passwords();

    @Test
    void aHashIsArgon2idWithItsOwnSaltAndNamesItsCost_RFC9106_4() {
        String hash = passwords.hash("correct horse");
        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(passwords.hash("correct horse")).isNotEqualTo(hash);
        assertThat(passwords.matches("correct horse", Optional.of(hash))).isTrue();
        assertThat(passwords.matches("Correct horse", Optional.of(hash))).isFalse();
        assertThat(passwords.matches("", Optional.of(hash))).isFalse();
    }

    @Test
    void aNameThatNobodyHasIsLookedAtForAsLong() {
        String made = passwords.hash("correct horse");
        assertThat(Passwords.NOBODYS).hasSameSizeAs(made)
                .startsWith(made.substring(0, made.indexOf('$', "$argon2id$v=19$".length()) + 1));
        // well-formed: what cannot be read is refused without any work
        assertThat(new Argon2PasswordEncoder(16, 32, 1, 19 * 1024, 2).upgradeEncoding(Passwords.NOBODYS)).isFalse();
    }

    @Test
    void nobodyHasAPassword() {
        assertThat(passwords.matches("correct horse", Optional.empty())).isFalse();
        assertThat(passwords.matches("x".repeat(100_000), Optional.of(passwords.hash("x")))).isFalse();
    }

    @Test
    void aFloodIsTurnedAwayRatherThanQueuedForever() throws Exception {
        ExecutorService flood = Executors.newFixedThreadPool(60);
        try {
            List<Callable<String>> all = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                all.add(() -> passwords.hash("correct horse"));
            }
            int busy = 0;
            for (Future<String> one : flood.invokeAll(all)) {
                try {
                    assertThat(one.get()).startsWith("$argon2id");
                } catch (ExecutionException e) {
                    assertThat(e).hasCauseInstanceOf(Busy.class);
                    busy++;
                }
            }
            assertThat(busy).isBetween(1, 59);
        } finally {
            flood.shutdownNow();
        }
        assertThat(passwords.hash("later")).as("the places are free again").isNotEmpty();
    }

    @Test
    void lengthCountsAndNotTheKindsOfCharacters_NIST_SP800_63B_5_1_1_2() {
        assertThat(Passwords.objection("anna", "nine char")).contains("password.short");
        assertThat(Passwords.objection("anna", "ten chars.")).isEmpty();
        assertThat(Passwords.objection("anna", "ääääääääää")).isEmpty();
        assertThat(Passwords.objection("anna", "x".repeat(129))).contains("password.long");
        assertThat(Passwords.objection("anna", "AnnaAnnaAnna")).contains("password.name");
    }
}
