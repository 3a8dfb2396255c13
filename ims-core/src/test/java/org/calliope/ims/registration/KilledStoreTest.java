package org.calliope.ims.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the file still knows after its process was killed while it wrote (TS 23.380 3: an S-CSCF that restarts). */
class KilledStoreTest {

    private static final int ENOUGH = 3000;
    private static final int AT_A_TIME = 20;
    private static final String READY = "told " + ENOUGH + ';';

    /** Adds one registration after the other, several at a time, without end, and says of each when it is told. */
    static final class Victim {

        private Victim() {
        }

        public static void main(String[] folder) throws InterruptedException {
            Registrations registrations = FileRegistrations.open(Path.of(folder[0]), false, InstantSource.system());
            for (int i = 0; i < AT_A_TIME; i++) {
                next(registrations, i);
            }
            Thread.currentThread().join();
        }

        private static void next(Registrations registrations, int number) {
            registrations.add(Subscribers.typical(number))
                    .thenCompose(now -> registrations.replace(now.orElseThrow(), now.orElseThrow()))
                    .thenAccept(now -> {
                        System.out.println("told " + number + ';'); // so that half a line is none
                        next(registrations, number + AT_A_TIME);
                    });
        }
    }

    @Test
    @Timeout(60)
    void whatWasToldIsThereAfterAKill(@TempDir Path folder) throws Exception {
        Path told = folder.resolve("told");
        Process victim = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Victim.class.getName(), folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD).redirectOutput(told.toFile()).start();
        try {
            Awaitility.await().atMost(Duration.ofSeconds(50)).until(() -> Files.readString(told).contains(READY));
        } finally {
            victim.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
        }
        try (Registrations after = FileRegistrations.open(folder, false, InstantSource.system())) {
            assertThat(Files.readAllLines(told)).filteredOn(line -> line.matches("told \\d+;")).isNotEmpty()
                    .allSatisfy(line -> {
                        Registration typical = Subscribers.typical(Integer.parseInt(line.replaceAll("\\D", "")));
                        assertThat(after.find(typical.defaultIdentity())).get().extracting(Registration::version)
                                .isEqualTo(typical.first().version() + 1);
                    });
            assertThat(folder).isDirectoryNotContaining(file -> file.toString().contains("unreadable"));
        }
    }
}
