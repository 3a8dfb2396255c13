package org.calliope.ims.hss.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.calliope.ims.cx.ServerAssignmentRequest;
import org.calliope.ims.cx.ServerAssignmentType;
import org.calliope.ims.diameter.Asker;
import org.calliope.ims.hss.cx.CxProcedures;
import org.calliope.ims.hss.cx.CxRules;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.Trace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the embedded database still knows after its process was killed while it wrote. */
class KilledServerTest {

    private static final String READY = "ready";

    private static final String ACKNOWLEDGED = "acknowledged ";
    private static final int ENOUGH = 200;

    /** Adds a subscriber, then registers him at one S-CSCF after the other without end, and says of each when it is done. */
    static final class Victim {

        private Victim() {
        }

        public static void main(String[] folder) {
            Database database = Provision.open(DatabaseAddress.embedded(Path.of(folder[0]), 2));
            Provision.add(database, Provision.subscriber("alice@ims.example", "sip:alice@ims.example"));
            CxProcedures hss = new CxProcedures(new RegistrationStore(database), new CxRules(true, true),
                    new Trace(1, 1));
            for (int i = 0;; i++) {
                assign(hss, i, ServerAssignmentType.REGISTRATION);
                System.out.println(ACKNOWLEDGED + i + ";"); // so that half a line is none
                if (i == ENOUGH) {
                    System.out.println(READY);
                }
                assign(hss, i, ServerAssignmentType.USER_DEREGISTRATION);
            }
        }

        private static void assign(CxProcedures hss, int server, ServerAssignmentType type) {
            hss.assign(new ServerAssignmentRequest(Optional.of(new PrivateIdentity("alice@ims.example")),
                    List.of(new PublicIdentity("sip:alice@ims.example")), "sip:s" + server + ":5064", type, false),
                    Asker.of("s.ims.example", "ims.example", Join.NONE));
        }
    }

    @Test
    @Timeout(60)
    void whatWasAcknowledgedIsKeptAndTheStateIsWholeAfterAKill(@TempDir Path folder) throws Exception {
        Path told = folder.resolve("told");
        Process victim = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Victim.class.getName(), folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD).redirectOutput(told.toFile()).start();
        try {
            Awaitility.await().atMost(Duration.ofSeconds(50)).until(() -> Files.readString(told).contains(READY));
        } finally {
            victim.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
        }
        int last = Files.readAllLines(told).stream().filter(line -> line.matches(ACKNOWLEDGED + "\\d+;"))
                .mapToInt(line -> Integer.parseInt(line.replaceAll("\\D", ""))).max().orElse(-1);

        assertThat(last).isGreaterThanOrEqualTo(ENOUGH);
        try (Database database = Provision.open(DatabaseAddress.embedded(folder, 2))) {
            Situation seen = new RegistrationStore(database).situation("alice@ims.example", "sip:alice@ims.example")
                    .orElseThrow();
            assertThat(seen.memberRegistered()).isEqualTo(seen.state() == RegistrationState.REGISTERED);
            assertThat(seen.serverName().isPresent()).isEqualTo(seen.state() != RegistrationState.NOT_REGISTERED);
            assertThat(newest(new RegistrationHistory(database))).as("what was acknowledged")
                    .isGreaterThanOrEqualTo(last);
        }
    }

    private static int newest(RegistrationHistory history) {
        return history.latest(10).stream().filter(event -> event.to() == RegistrationState.REGISTERED)
                .mapToInt(event -> Integer.parseInt(event.serverName().replaceAll("^sip:s|:5064$", "")))
                .max().orElse(-1);
    }
}
