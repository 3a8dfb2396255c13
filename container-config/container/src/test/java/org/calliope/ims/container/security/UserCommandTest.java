package org.calliope.ims.container.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.calliope.ims.digest.Digest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserCommandTest {

    @TempDir
    Path home;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    private int run(String... words) throws IOException {
        return new UserCommand(home, () -> "secret", new PrintStream(said, true)).run(List.of(words));
    }

    private Path file() {
        return home.resolve("conf/users");
    }

    private UserStore store() {
        return new UserFile(file());
    }

    @Test
    void aUserThatWasAddedIsFoundInItsRealmOnly() throws IOException {
        assertThat(run("add", "alice", "a realm", "member", "admin")).isZero();
        User alice = store().find("a realm", "alice").orElseThrow();
        assertThat(alice.roles()).isEqualTo(Set.of("admin", "member"));
        assertThat(alice.ha1("MD5")).contains(Digest.ha1("MD5", "alice", "a realm", "secret"));
        assertThat(alice.ha1("sha-256")).contains(Digest.ha1("SHA-256", "alice", "a realm", "secret"));
        assertThat(store().find("another", "alice")).isEmpty();
        assertThat(alice.toString()).doesNotContain(alice.ha1("MD5").orElseThrow());
    }

    @Test
    void anAssertedUserHasNoPassword() throws IOException {
        assertThat(run("assert", "sip:carol@ims.example", "r", "member")).isZero();
        assertThat(store().find("r", "sip:carol@ims.example").orElseThrow().ha1()).isEmpty();
    }

    @Test
    void onlyTheOwnerReadsTheFile() throws IOException {
        run("add", "alice", "r");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file()))).isEqualTo("rw-------");
        assertThat(Files.readString(file())).doesNotContain("secret");
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(store().find("r", "alice")).as("a file others can read").isEmpty();
        assertThat(run("list")).isEqualTo(1);
        assertThat(said.toString()).contains("chmod 600");
    }

    @Test
    void aRunningServerSeesAChange() throws IOException {
        UserStore store = store();
        assertThat(store.find("r", "alice")).isEmpty();
        run("add", "alice", "r");
        assertThat(store.find("r", "alice")).isPresent();
        run("remove", "alice", "r");
        Files.setLastModifiedTime(file(), FileTime.fromMillis(1));
        assertThat(store.find("r", "alice")).isEmpty();
    }

    @Test
    void whatCanNotBeKeptIsRefused() throws IOException {
        assertThat(run("add", "a:b", "r")).isEqualTo(1);
        assertThat(run("add", "a\tb", "r")).isEqualTo(1);
        assertThat(run("add", "a", "r", "one,two")).isEqualTo(1);
        assertThat(run("remove", "nobody", "r")).isEqualTo(1);
        assertThat(run("add", "alice")).isEqualTo(2);
        assertThat(run()).isEqualTo(2);
        assertThat(said.toString()).contains("usage: users add NAME REALM");
        assertThat(new UserCommand(home, () -> "", System.err).run(List.of("list"))).isZero();
        assertThat(Files.exists(file())).isFalse();
    }

    @Test
    void aBrokenLineIsNamed() throws IOException {
        run("add", "alice", "r");
        Files.writeString(file(), Files.readString(file()) + "bob r\n");
        assertThat(run("list")).isEqualTo(1);
        assertThat(said.toString()).contains("users line 3: 5 fields");
        assertThat(store().find("r", "alice")).as("half a file is none").isEmpty();
    }
}
