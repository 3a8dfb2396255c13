package org.calliope.ims.hss;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/** The archive uses the servlet API and nothing of a particular container, so that it also runs elsewhere. */
class ArchiveTest {

    @Test
    void noClassOfOursKnowsTheContainer() throws Exception {
        Path classes = Path.of(Hss.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (Stream<Path> files = Files.walk(classes)) {
            List<Path> ours = files.filter(f -> f.toString().endsWith(".class")).toList();
            assertThat(ours).hasSizeGreaterThan(50).noneMatch(ArchiveTest::namesTomcat);
        }
    }

    private static boolean namesTomcat(Path file) {
        try {
            String constants = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            return constants.contains("org/apache/catalina") || constants.contains("org/apache/tomcat");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
