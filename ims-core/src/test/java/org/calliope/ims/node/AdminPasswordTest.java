package org.calliope.ims.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import org.calliope.ims.node.AdminPassword.Proof;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminPasswordTest {

    private static final String HERE = "127.0.0.1";

    private static String basic(String userAndPassword) {
        return "Basic " + Base64.getEncoder().encodeToString(userAndPassword.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void itIsMadeOnceForItsOwnerOnly(@TempDir Path folder) throws Exception {
        AdminPassword.in(folder);
        Path file = folder.resolve("admin-password");
        String made = Files.readString(file).strip();
        assertThat(made).hasSizeGreaterThanOrEqualTo(24);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(AdminPassword.in(folder).check(basic("admin:" + made), HERE)).isEqualTo(Proof.PROVEN);
        assertThat(Files.readString(file).strip()).isEqualTo(made);
    }

    @Test
    void anEmptyFileIsNoPassword(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("admin-password"), "\n");
        assertThatThrownBy(() -> AdminPassword.in(folder)).hasMessageContaining("is empty; delete it");
    }

    @Test
    void onlyNameAndPasswordTogetherProveAnything_RFC7617_2() {
        AdminPassword admin = new AdminPassword("secret", () -> 0);
        assertThat(admin.check(basic("admin:secret"), HERE)).isEqualTo(Proof.PROVEN);
        assertThat(admin.check(basic("root:secret"), HERE)).isEqualTo(Proof.WRONG);
        assertThat(admin.check(basic("admin:Secret"), HERE)).isEqualTo(Proof.WRONG);
        assertThat(admin.check("Basic ###", HERE)).isEqualTo(Proof.WRONG);
        assertThat(admin.check("Bearer x", HERE)).isEqualTo(Proof.MISSING);
        assertThat(admin.check(null, HERE)).isEqualTo(Proof.MISSING);
    }

    @Test
    void whoGuessesIsNotListenedToForAMinuteAndOthersAre_RFC6585_4() {
        AtomicLong clock = new AtomicLong();
        AdminPassword admin = new AdminPassword("secret", clock::get);
        for (int i = 0; i < AdminPassword.MAX_WRONG; i++) {
            assertThat(admin.check(basic("admin:guess" + i), HERE)).isEqualTo(Proof.WRONG);
        }
        assertThat(admin.check(basic("admin:secret"), HERE)).isEqualTo(Proof.THROTTLED);
        assertThat(admin.check(basic("admin:secret"), "127.0.0.2")).isEqualTo(Proof.PROVEN);
        clock.addAndGet(AdminPassword.PAUSE.toNanos());
        assertThat(admin.check(basic("admin:secret"), HERE)).isEqualTo(Proof.PROVEN);
    }
}
