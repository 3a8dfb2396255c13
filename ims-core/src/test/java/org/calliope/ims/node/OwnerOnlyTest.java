package org.calliope.ims.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerOnlyTest {

    @TempDir
    private Path folder;

    @Test
    void aFileIsWrittenAnewForItsOwnerOnly() throws Exception {
        Path file = folder.resolve("below/keys");
        OwnerOnly.replace(file, "one\n");
        Files.writeString(file.resolveSibling("keys.new"), "of a run that was killed, and longer");
        OwnerOnly.replace(file, "two\n");

        assertThat(file).hasContent("two\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(OwnerOnly.shared(file)).isFalse();
        assertThat(file.getParent()).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void aFolderIsEnteredByItsOwnerOnly() throws Exception {
        Path inside = folder.resolve("a/b");
        OwnerOnly.folder(inside);
        OwnerOnly.folder(inside);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(inside))).isEqualTo("rwx------");
    }

    @Test
    void aFileOthersMayReadIsSeen() throws Exception {
        Path file = Files.createFile(folder.resolve("keys"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(OwnerOnly.shared(file)).isTrue();
    }

    @Test
    void whatCanNotBeReplacedStays() throws Exception {
        Path file = Files.createDirectories(folder.resolve("keys/inside")).getParent();
        assertThatThrownBy(() -> OwnerOnly.replace(file, "two\n")).isInstanceOf(UncheckedIOException.class)
                .hasMessage("cannot write " + file);
        assertThat(file.resolve("inside")).exists();
    }
}
