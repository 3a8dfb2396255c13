package org.calliope.ims.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a killed server left of an archive in its work folder: used as it is when it is the whole archive. */
class LeftUnpackedTest {

    @TempDir
    private Path home;
    private Path unpacked;

    @BeforeEach
    void aServerWasKilled() throws IOException {
        unpacked = home.resolve("work/apps/pages");
        Path aside = home.resolve("aside");
        Files.createDirectories(home.resolve("deploy"));
        archive("as archived");
        try (TestServer killed = TestServer.start(home)) {
            copy(unpacked, aside); // an orderly end removes it
        }
        Files.move(aside, unpacked);
    }

    @Test
    void theWholeIsNotUnpackedAgain() throws Exception {
        Files.writeString(unpacked.resolve("page.txt"), "AS UNPACKED");

        assertThat(page()).isEqualTo("AS UNPACKED");
    }

    @Test
    void aPartIsUnpackedAnew() throws Exception {
        Files.delete(unpacked.resolve("META-INF/war-tracker")); // which comes last
        Files.delete(unpacked.resolve("page.txt"));

        assertThat(page()).isEqualTo("as archived");
    }

    @Test
    void aFileThatAPowerFailureCutShortIsMadeWhole() throws Exception {
        Files.writeString(unpacked.resolve("page.txt"), "");

        assertThat(page()).isEqualTo("as archived");
    }

    @Test
    void anArchiveThatWasReplacedMeanwhileIsUnpacked() throws Exception {
        archive("as upgrade");
        Files.setLastModifiedTime(home.resolve("deploy/pages.war"), FileTime.fromMillis(1_000_000));

        assertThat(page()).isEqualTo("as upgrade");
    }

    private void archive(String text) throws IOException {
        Archives.archive(home.resolve("deploy/pages.war"), Map.of("page.txt", text, "WEB-INF/web.xml", """
            <web-app xmlns="http://xmlns.jcp.org/xml/ns/javaee" version="4.0"/>"""));
    }

    private String page() throws IOException, InterruptedException {
        try (TestServer server = TestServer.start(home)) {
            return server.get("/pages/page.txt").body();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(from)) {
            files = all.toList();
        }
        for (Path file : files) {
            Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
        }
    }
}
