package org.calliope.ims.hss.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.calliope.ims.hss.store.DatabaseAddress;
import org.calliope.ims.hss.store.ImportJob;
import org.calliope.ims.hss.store.ImportJob.Existing;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** An import whose database goes away in the middle and comes back. */
@EnabledIfSystemProperty(named = "hss.test.mariadb", matches = "jdbc:mariadb:.+")
class MariaDbAwayTest extends ImportFixture {

    private CutWire wire;

    @Override
    DatabaseAddress address() {
        DatabaseAddress direct = MariaDbImportTest.named();
        URI place = URI.create(direct.url().substring("jdbc:".length()));
        try {
            wire = new CutWire(place.getPort());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return new DatabaseAddress("jdbc:mariadb://127.0.0.1:" + wire.port() + place.getPath(), direct.user(),
                direct.password(), 4);
    }

    @AfterAll
    void closeWire() throws IOException {
        wire.close();
    }

    @Test
    void itGoesOnAfterTheRowsThatAreCommitted() throws Exception {
        String table = IntStream.range(0, 15_000).mapToObj(i -> "user" + i + "@ims.example,secret")
                .collect(Collectors.joining("\n", "private_identity,password\n", "\n"));
        ImportJob job = imports.submit(request(ImportFormat.CSV, Existing.REFUSE, false),
                new ByteArrayInputStream(table.getBytes(StandardCharsets.UTF_8)));
        await().until(() -> imports.find(job.id()).orElseThrow().job().progress().rows() > 0);

        wire.cut();
        await().until(() -> imports.trouble().equals("the database does not answer"));
        wire.mend();
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions()
                .until(() -> imports.find(job.id()).orElseThrow().job().state().over());

        assertDone(over(job.id()), 15_000, 0, 0);
        assertThat(subscribers.count()).isEqualTo(15_000);
        assertThat(report(imports.find(job.id()).orElseThrow().job())).hasSize(1);
    }
}
