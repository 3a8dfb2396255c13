package org.calliope.ims.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.calliope.ims.registration.ClusterStore;
import org.calliope.ims.registration.Registration;
import org.calliope.ims.registration.Registrations;
import org.calliope.ims.registration.Subscribers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One S-CSCF of two is killed while users register at it (TS 23.380 4: the other one takes over). */
class KilledMemberTest {

    private static final int ENOUGH = 2000;
    private static final int AT_A_TIME = 20;
    private static final Pattern TOLD = Pattern.compile("^told (\\d+);$", Pattern.MULTILINE); // half a line is none

    /** Adds one registration after the other, several at a time, without end, and says of each when it is told. */
    static final class Victim {

        private Victim() {
        }

        public static void main(String[] ports) throws InterruptedException {
            Registrations registrations = ClusterStore.find().join(TestCluster.of(ports[0], 1));
            for (int i = 0; i < AT_A_TIME; i++) {
                next(registrations, i);
            }
            Thread.currentThread().join();
        }

        private static void next(Registrations registrations, int number) {
            registrations.add(Subscribers.typical(number))
                    .thenCompose(now -> registrations.replace(now.orElseThrow(), now.orElseThrow()))
                    .thenAccept(now -> {
                        System.out.println("told " + number + ';');
                        next(registrations, number + AT_A_TIME);
                    });
        }
    }

    @Test
    @Timeout(120)
    void theOtherHasAllThatWasToldAndGoesOn(@TempDir Path folder) throws Exception {
        Path told = folder.resolve("told");
        try (TestCluster cluster = new TestCluster(2)) {
            Registrations survivor = cluster.join(0);
            Process victim = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp", System.getProperty("java.class.path"), Victim.class.getName(), cluster.ports())
                    .redirectError(ProcessBuilder.Redirect.DISCARD).redirectOutput(told.toFile()).start();
            try {
                Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> told(told).size() >= ENOUGH);
            } finally {
                victim.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
            }
            List<Registration> kept = told(told).stream()
                    .map(number -> survivor.find(Subscribers.typical(number).defaultIdentity()).orElseThrow()).toList();
            assertThat(kept)
                    .allMatch(now -> now.version() == Subscribers.typical(1).first().version() + 1);
            // a phone refreshes at the survivor, which does not wait for the dead one
            assertThat(survivor.replace(kept.get(0), kept.get(0)).toCompletableFuture().get(10, TimeUnit.SECONDS))
                    .isPresent();
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> kept.stream().skip(1)
                    .allMatch(survivor::endsHere));
        }
    }

    private static List<Integer> told(Path file) throws IOException {
        return TOLD.matcher(Files.readString(file)).results().map(line -> Integer.valueOf(line.group(1))).toList();
    }
}
