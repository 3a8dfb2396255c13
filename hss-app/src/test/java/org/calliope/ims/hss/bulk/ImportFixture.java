package org.calliope.ims.hss.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

import org.calliope.ims.hss.model.PrivateUser;
import org.calliope.ims.hss.model.Subscription;
import org.calliope.ims.hss.secret.Credentials;
import org.calliope.ims.hss.store.Actor;
import org.calliope.ims.hss.store.Database;
import org.calliope.ims.hss.store.DatabaseAddress;
import org.calliope.ims.hss.store.ImportJob;
import org.calliope.ims.hss.store.ImportJob.Existing;
import org.calliope.ims.hss.store.Kind;
import org.calliope.ims.hss.store.Provision;
import org.calliope.ims.hss.store.Provisioning;
import org.calliope.ims.hss.store.ShExport;
import org.calliope.ims.hss.store.ShKept;
import org.calliope.ims.hss.store.ShStore;
import org.calliope.ims.hss.store.ShTarget;
import org.calliope.ims.hss.store.Subscribers;
import org.calliope.ims.sh.RepositoryData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Imports into a database of the test's own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ImportFixture {

    static final Actor OPERATOR = new Actor("olga");

    Database database;
    Provisioning provisioning;
    Subscribers subscribers;
    Imports imports;
    Path folder;

    abstract DatabaseAddress address();

    @BeforeAll
    void open() {
        database = Provision.open(address());
        provisioning = new Provisioning(database, Clock.systemUTC());
        subscribers = new Subscribers(database);
    }

    @AfterAll
    void close() {
        database.close();
    }

    @BeforeEach
    void start(@TempDir Path home) {
        Provision.clear(database);
        folder = home.resolve("imports");
        imports = start(ImportBounds.DEFAULT);
    }

    @AfterEach
    void stop() {
        imports.close();
    }

    Imports start(ImportBounds bounds) {
        return Imports.start(database, provisioning, folder, "ims.example", bounds, Clock.systemUTC());
    }

    static ImportJob.Request request(ImportFormat format, Existing existing, boolean dryRun) {
        return new ImportJob.Request("subscribers." + format.word(), format.word(), dryRun, existing, true, OPERATOR);
    }

    ImportJob run(ImportFormat format, String content) {
        return run(request(format, Existing.REFUSE, false), content.getBytes(StandardCharsets.UTF_8));
    }

    ImportJob run(ImportFormat format, Existing existing, String content) {
        return run(request(format, existing, false), content.getBytes(StandardCharsets.UTF_8));
    }

    ImportJob run(ImportJob.Request request, byte[] content) {
        try {
            return over(imports.submit(request, new ByteArrayInputStream(content)).id());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    ImportJob over(long id) {
        await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20))
                .until(() -> imports.find(id).orElseThrow().job().state().over());
        return imports.find(id).orElseThrow().job();
    }

    List<String> report(ImportJob job) throws IOException {
        return Files.readAllLines(imports.report(job).orElseThrow());
    }

    void assertDone(ImportJob job, long accepted, long skipped, long rejected) {
        assertThat(job.message()).isEmpty();
        assertThat(job.state()).isEqualTo(ImportJob.State.DONE);
        assertThat(List.of(job.progress().accepted(), job.progress().skipped(), job.progress().rejected()))
                .containsExactly(accepted, skipped, rejected);
    }

    Subscription subscription(String name) {
        return provisioning.find(Kind.SUBSCRIPTION, name).orElseThrow(() -> new AssertionError("no " + name));
    }

    Credentials credentials(String identity) {
        PrivateUser user = subscription(subscribers.subscriptionOf(identity).orElseThrow()).privateIdentities().stream()
                .filter(one -> one.identity().equals(identity)).findFirst().orElseThrow();
        return provisioning.credentials(user);
    }

    Optional<RepositoryData> repository(String identity, String service) {
        return kept(identity, (kept, of) -> kept.repository(of, service));
    }

    <T> T kept(String identity, BiFunction<ShKept, ShTarget, T> what) {
        return new ShStore(database).read(rows -> what.apply(rows.kept(), rows.target(identity).orElseThrow()));
    }

    String export(ExportFormat format, boolean secrets) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            new Exports(provisioning, new ShExport(database), "ims.example").write(format, secrets, out);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
