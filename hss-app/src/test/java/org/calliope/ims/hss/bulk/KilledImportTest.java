package org.calliope.ims.hss.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.calliope.ims.hss.store.Actor;
import org.calliope.ims.hss.store.Database;
import org.calliope.ims.hss.store.DatabaseAddress;
import org.calliope.ims.hss.store.ImportJob;
import org.calliope.ims.hss.store.ImportJob.Existing;
import org.calliope.ims.hss.store.Provision;
import org.calliope.ims.hss.store.Provisioning;
import org.calliope.ims.hss.store.Subscribers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of an import whose server is killed in the middle. */
class KilledImportTest {

    private static final int ROWS = 20_000;
    private static final int BAD_EVERY = 100;
    private static final String READY = "ready";

    private static Imports imports(Database database, Path folder) {
        return Imports.start(database, new Provisioning(database, Clock.systemUTC()), folder.resolve("imports"), "ims.example",
                ImportBounds.DEFAULT, Clock.systemUTC());
    }

    /** Imports, and says so when some of it is committed. */
    static final class Victim {

        private Victim() {
        }

        public static void main(String[] args) throws Exception {
            Path folder = Path.of(args[0]);
            Database database = Provision.open(DatabaseAddress.embedded(folder, 2));
            StringBuilder table = new StringBuilder("private_identity,password\n");
            IntStream.range(0, ROWS).forEach(i -> table.append(i % BAD_EVERY == 0 ? "bad" + i : "user" + i + "@ims.example")
                    .append(",secret\n"));
            Imports imports = imports(database, folder);
            ImportJob job = imports.submit(new ImportJob.Request("table", "csv", false, Existing.REFUSE, true, Actor.SYSTEM),
                    new ByteArrayInputStream(table.toString().getBytes(StandardCharsets.UTF_8)));
            await().atMost(Duration.ofSeconds(60)).until(() -> imports.find(job.id()).orElseThrow().job().progress().rows() >= 3_000);
            System.out.println(READY);
            await().forever().until(() -> false);
        }
    }

    @Test
    @Timeout(120)
    void theNextServerGoesOnSoThatEachRowIsThereOnceAndTheReportIsWhole(@TempDir Path folder) throws Exception {
        Process victim = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Victim.class.getName(), folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (BufferedReader out = new BufferedReader(new InputStreamReader(victim.getInputStream(),
                StandardCharsets.UTF_8))) {
            assertThat(out.lines().anyMatch(READY::equals)).isTrue();
        } finally {
            victim.destroyForcibly().waitFor(20, TimeUnit.SECONDS); // SIGKILL
        }

        try (Database database = Provision.open(DatabaseAddress.embedded(folder, 2))) {
            Subscribers subscribers = new Subscribers(database);
            assertThat(subscribers.count()).as("it was in the middle").isLessThan(ROWS - ROWS / BAD_EVERY);
            try (Imports imports = imports(database, folder)) {
                ImportJob job = imports.list(1).get(0).job();
                await().atMost(Duration.ofSeconds(60)).until(() -> imports.find(job.id()).orElseThrow().job().state().over());

                ImportJob done = imports.find(job.id()).orElseThrow().job();
                assertThat(done.state()).isEqualTo(ImportJob.State.DONE);
                assertThat(done.progress().accepted()).isEqualTo(ROWS - ROWS / BAD_EVERY);
                assertThat(done.progress().rejected()).isEqualTo(ROWS / BAD_EVERY);
                assertThat(subscribers.count()).isEqualTo(ROWS - ROWS / BAD_EVERY);
                List<String> report = Files.readAllLines(imports.report(done).orElseThrow());
                assertThat(report).hasSize(1 + ROWS / BAD_EVERY).doesNotHaveDuplicates();
                assertThat(report.stream().skip(1).map(line -> line.split(",")[1])).containsExactlyElementsOf(
                        IntStream.range(0, ROWS / BAD_EVERY).mapToObj(i -> "bad" + i * BAD_EVERY).toList());
            }
        }
    }
}
