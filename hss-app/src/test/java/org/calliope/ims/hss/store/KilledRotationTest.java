package org.calliope.ims.hss.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.model.Subscription;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A change of keys whose server is killed in the middle is gone on with, and then the old key is needed by nothing. */
class KilledRotationTest {

    private static final int SUBSCRIBERS = 1_200;
    private static final String READY = "ready";
    private static final Actor TEST = new Actor("test");

    @TempDir
    private Path folder;

    private static Database open(Path folder) {
        return Database.open(DatabaseAddress.embedded(folder, 2), folder.resolve("keys"));
    }

    private static Provisioning provisioning(Database database) {
        return new Provisioning(database, Clock.systemUTC());
    }

    private static Subscription subscriber(Provisioning provisioning, int number) {
        return Subscription.of(provisioning.user("u" + number + "@ims.example", Provision.CREDENTIALS),
                List.of(PublicUser.of("sip:u" + number + "@ims.example")));
    }

    /** Seals a part anew, says so, and waits to be killed. */
    static final class Victim {

        private Victim() {
        }

        public static void main(String[] args) {
            Database database = open(Path.of(args[0]));
            Provisioning provisioning = provisioning(database);
            provisioning.createAll(IntStream.range(0, SUBSCRIBERS).mapToObj(i -> subscriber(provisioning, i)).toList(), TEST);
            provisioning.remove(Kind.SUBSCRIPTION, "u7@ims.example", Optional.empty(), TEST);
            Subscription old = provisioning.find(Kind.SUBSCRIPTION, "u8@ims.example").orElseThrow();
            provisioning.replace(Kind.SUBSCRIPTION, old.name(), new Subscription(old.name(), "", "", List.of("away.example"),
                    old.privateIdentities(), old.implicitSets()), Optional.empty(), TEST);
            new KeyRotation(database, provisioning).rotate(TEST, done -> {
                System.out.println(READY);
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
        }
    }

    @BeforeEach
    void kill() throws Exception {
        Process victim = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Victim.class.getName(), folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (BufferedReader out = new BufferedReader(new InputStreamReader(victim.getInputStream(),
                StandardCharsets.UTF_8))) {
            assertThat(out.lines().anyMatch(READY::equals)).isTrue();
        } finally {
            victim.destroyForcibly().waitFor(20, TimeUnit.SECONDS); // SIGKILL
        }
    }

    private List<String> keys() throws IOException {
        return new ArrayList<>(Files.readAllLines(folder.resolve("keys")).stream().filter(line -> !line.startsWith("#")).toList());
    }

    private long old(Database database) {
        return database.<List<byte[]>>read(session -> session.createSelectionQuery("select u.secret from PrivateUser u",
                byte[].class).getResultList()).stream().filter(secret -> !database.vault().currentKey(secret)).count();
    }

    private static long entry(Provisioning provisioning, AuditEntry.Action action) {
        return provisioning.audit(0, 200).stream().filter(one -> one.action() == action).findFirst().orElseThrow().id();
    }

    @Test
    @Timeout(120)
    void anotherRunGoesOnByTheSameKeyAndThenAnyChangeIsUndoneWithoutTheOldOne() throws Exception {
        try (Database database = open(folder)) {
            assertThat(old(database)).as("it was in the middle").isBetween(1L, SUBSCRIBERS - 1L);

            new KeyRotation(database, provisioning(database)).rotate(TEST, done -> { });

            assertThat(keys().size()).as("no key was added").isEqualTo(2);
            assertThat(old(database)).isZero();
        }
        Files.write(folder.resolve("keys"), keys().subList(1, 2));
        try (Database database = open(folder)) {
            Provisioning provisioning = provisioning(database);
            provisioning.undo(entry(provisioning, AuditEntry.Action.REMOVED), TEST);
            provisioning.undo(entry(provisioning, AuditEntry.Action.CHANGED), TEST);

            RegistrationStore store = new RegistrationStore(database);
            for (int i : new int[] {0, 7, 8, SUBSCRIBERS - 1}) {
                assertThat(store.credentials("u" + i + "@ims.example")).contains(Provision.CREDENTIALS);
            }
            assertThat(provisioning.find(Kind.SUBSCRIPTION, "u8@ims.example").orElseThrow().visitedNetworks())
                    .doesNotContain("away.example");
        }
    }

    @Test
    @Timeout(120)
    void theNextServerGoesOnByItself() throws Exception {
        try (Database database = open(folder);
             BackgroundRotation rotation = new BackgroundRotation(database, provisioning(database), Clock.systemUTC())) {
            assertThat(rotation.goOn()).isTrue();
            await().until(() -> rotation.progress().state() == BackgroundRotation.State.DONE);

            assertThat(rotation.progress().done()).isEqualTo(SUBSCRIBERS - 1L);
            assertThat(old(database)).isZero();
            assertThat(rotation.goOn()).as("nothing is left to do").isFalse();
            assertThat(keys().size()).isEqualTo(2);
        }
    }

    @Test
    @Timeout(120)
    void oneThatDoesNotHaveTheKeyLeavesIt() throws Exception {
        Files.write(folder.resolve("keys"), keys().subList(0, 1));
        try (Database database = open(folder);
             BackgroundRotation rotation = new BackgroundRotation(database, provisioning(database), Clock.systemUTC())) {
            assertThat(rotation.goOn()).isFalse();
            assertThat(keys().size()).isEqualTo(1);
        }
    }
}
