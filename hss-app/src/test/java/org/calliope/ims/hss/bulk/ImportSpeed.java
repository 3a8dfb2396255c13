package org.calliope.ims.hss.bulk;

import static org.awaitility.Awaitility.await;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

import org.calliope.ims.hss.store.Actor;
import org.calliope.ims.hss.store.Database;
import org.calliope.ims.hss.store.DatabaseAddress;
import org.calliope.ims.hss.store.ImportJob;
import org.calliope.ims.hss.store.ImportJob.Existing;
import org.calliope.ims.hss.store.Provisioning;

import com.sun.management.OperatingSystemMXBean;

/**
 * Measures an import: {@code ImportSpeed FOLDER ROWS [JDBC-URL USER PASSWORD]}, into the embedded database when no other
 * is named. Each row is a subscriber with a password, a SIP and a tel URI.
 */
final class ImportSpeed {

    private static final double NANOS = 1e9;
    private static final int LOOKS_A_LINE = 50;

    private ImportSpeed() {
    }

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        int rows = Integer.parseInt(args[1]);
        Path file = csv(folder, rows);
        DatabaseAddress address = args.length > 2 ? new DatabaseAddress(args[2], args[3], args[4], 4)
                : DatabaseAddress.embedded(folder, 4);
        try (Database database = Database.open(address, folder.resolve("keys"));
             Imports imports = Imports.start(database, new Provisioning(database, Clock.systemUTC()),
                     folder.resolve("imports"), "ims.example", ImportBounds.DEFAULT, Clock.systemUTC());
             InputStream in = Files.newInputStream(file)) {
            OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            long cpu = system.getProcessCpuTime();
            long began = System.nanoTime();
            ImportJob job = imports.submit(new ImportJob.Request("speed", "csv", args.length > 5, Existing.REFUSE,
                    true, Actor.SYSTEM), in);
            int[] looks = {0};
            ImportStatus status = await().forever().pollInterval(Duration.ofMillis(100)).until(() -> {
                ImportStatus now = imports.find(job.id()).orElseThrow();
                if (++looks[0] % LOOKS_A_LINE == 0) {
                    System.out.printf("%.0f %%, %.0f rows/s, %s left%n", now.done() * 100, now.rowsPerSecond(),
                            now.left());
                }
                return now;
            }, now -> now.job().state().over());
            double seconds = (System.nanoTime() - began) / NANOS;
            System.out.printf("%s: %s, %.1f s, %.1f s of CPU, %.0f rows/s%n", status.job().state(),
                    status.job().progress(), seconds, (system.getProcessCpuTime() - cpu) / NANOS, rows / seconds);
        }
    }

    private static Path csv(Path folder, int rows) throws IOException {
        Path file = folder.resolve("subscribers.csv");
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("private_identity,password,public_identities,display_name\n");
            for (int i = 0; i < rows; i++) {
                out.write(String.join(",", List.of("user" + i + "@ims.example", "secret" + i, "sip:user" + i
                        + "@ims.example tel:+4930" + (1_000_000 + i), "User " + i)) + "\n");
            }
        }
        return file;
    }
}
