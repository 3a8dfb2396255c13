package org.calliope.ims.hss.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the embedded database still knows after its process was killed while it wrote. */
class KilledServerTest {

    private static final String READY = "ready";

    /** Adds a subscriber, then registers and de-registers it without end. */
    static final class Victim {

        private Victim() {
        }

        public static void main(String[] folder) {
            Database database = Provision.open(DatabaseAddress.embedded(Path.of(folder[0]), 2));
            Provision.add(database, Provision.subscriber("alice@ims.example", "sip:alice@ims.example"));
            RegistrationStore store = new RegistrationStore(database);
            for (int i = 0;; i++) {
                Situation seen = store.situation("alice@ims.example", "sip:alice@ims.example").orElseThrow();
                store.apply(new StateChange(seen, "test").assign(Serving.named("sip:s" + i + ":5064")).share(seen, i % 2 == 0, false)
                        .state(seen, i % 2 == 0 ? RegistrationState.REGISTERED : RegistrationState.UNREGISTERED));
                if (i == 200) {
                    System.out.println(READY);
                }
            }
        }
    }

    @Test
    @Timeout(60)
    void subscribersAreKeptAndTheStateIsWholeAfterAKill(@TempDir Path folder) throws Exception {
        Process victim = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Victim.class.getName(), folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (BufferedReader out = new BufferedReader(new InputStreamReader(victim.getInputStream(),
                StandardCharsets.UTF_8))) {
            assertThat(out.lines().anyMatch(READY::equals)).isTrue();
        } finally {
            victim.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
        }

        try (Database database = Provision.open(DatabaseAddress.embedded(folder, 2))) {
            Situation seen = new RegistrationStore(database).situation("alice@ims.example", "sip:alice@ims.example")
                    .orElseThrow();
            assertThat(seen.memberRegistered()).isEqualTo(seen.state() == RegistrationState.REGISTERED);
            assertThat(seen.serverName().isPresent()).isEqualTo(seen.state() != RegistrationState.NOT_REGISTERED);
        }
    }
}
