package org.calliope.ims.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What many registrations cost in memory, on the disk and at the start. Says what it measured in the log. */
class RegistrationCostTest {

    private static final Logger LOG = LoggerFactory.getLogger(RegistrationCostTest.class);
    private static final int MANY = 100_000;
    private static final int BYTES_ALLOWED = 4096;

    @Test
    void aHundredThousandTakeLessThanFourKilobytesEachAndAreAllReadAgain(@TempDir Path folder) throws Exception {
        long before = live();
        try (Registrations registrations = FileRegistrations.open(folder, false, InstantSource.system())) {
            long began = System.nanoTime();
            List<CompletableFuture<?>> told = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                told.add(registrations.add(Subscribers.typical(i)).toCompletableFuture());
            }
            CompletableFuture.allOf(told.toArray(CompletableFuture[]::new)).join();
            told.clear();
            long millis = Duration.ofNanos(System.nanoTime() - began).toMillis();
            long each = (live() - before) / MANY;
            LOG.info("{} registrations: {} bytes of heap each, {} bytes of file each, added in {} ms", MANY, each,
                    Files.size(folder.resolve(FileRegistrations.FILE)) / MANY, millis);
            assertThat(each).isBetween(200L, (long) BYTES_ALLOWED);
        }
        long began = System.nanoTime();
        try (Registrations registrations = FileRegistrations.open(folder, false, InstantSource.system())) {
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            LOG.info("read in {} ms, {} bytes of heap each", took.toMillis(), (live() - before) / MANY);
            assertThat(registrations.size()).isEqualTo(MANY);
            sayHowUsersAreFound(registrations);
        }
    }

    private static void sayHowUsersAreFound(Registrations registrations) {
        List<Registration> all = List.copyOf(registrations.all());
        long began = System.nanoTime();
        all.forEach(set -> assertThat(registrations.of(set.privateIdentity()).get(0)).isSameAs(set));
        LOG.info("each found by its private identity in {} ns", (System.nanoTime() - began) / all.size());
        began = System.nanoTime();
        assertThat(registrations.all().stream().filter(set -> set.has(all.get(0).privateIdentity()))).hasSize(1);
        LOG.info("one found by looking at all in {} ns", System.nanoTime() - began);
    }

    private static long live() {
        for (int i = 0; i < 3; i++) { // what was only weakly held goes with the next one
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
