package org.calliope.ims.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The archive of classes that {@code bin/classes} makes of an assembled server, and what starts from it. */
class ClassesIT {

    private static final Path ASSEMBLED = Path.of("target", "calliope-ims").toAbsolutePath();

    private record Ended(int status, String said) { }

    @Test
    @Timeout(180)
    void aServerHasItsClassesFromTheArchiveAndDoesWithoutOneThatDoesNotFit(@TempDir Path folder) throws Exception {
        copy(folder);
        Path archive = folder.resolve("lib/classes.jsa");

        assertThat(run(folder, "bin/classes")).isEqualTo(new Ended(0, ""));

        Ended shared = run(folder, "bin/server", "--help");
        assertThat(shared.status()).isZero();
        assertThat(shared.said()).contains("org.calliope.ims.container.Main source: shared objects file (top)");
        Files.delete(archive);
        Files.writeString(archive, "something else");
        Ended without = run(folder, "bin/server", "--help");
        assertThat(without.status()).as(without.said()).isZero();
        assertThat(without.said()).contains("usage: server").doesNotContain("(top)");
    }

    private static void copy(Path to) throws IOException {
        try (Stream<Path> files = Files.walk(ASSEMBLED)) {
            files.filter(file -> !file.equals(ASSEMBLED) && !file.endsWith("classes.jsa")).forEach(file -> {
                try {
                    Files.copy(file, to.resolve(ASSEMBLED.relativize(file)));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private static Ended run(Path folder, String program, String... words) throws IOException, InterruptedException {
        Path said = folder.resolve("said");
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(Stream.of(folder.resolve(program).toString()),
                Stream.of(words)).toList()).redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        if (program.equals("bin/server")) {
            builder.environment().put("JAVA_OPTS", "-Xlog:class+load");
        }
        Process process = builder.start();
        try {
            assertThat(process.waitFor(150, TimeUnit.SECONDS)).isTrue();
            return new Ended(process.exitValue(), Files.readString(said));
        } finally {
            process.destroyForcibly();
        }
    }
}
