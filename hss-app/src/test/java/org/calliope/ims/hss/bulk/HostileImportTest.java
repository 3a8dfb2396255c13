package org.calliope.ims.hss.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Random;

import org.calliope.ims.hss.store.DatabaseAddress;
import org.calliope.ims.hss.store.ImportJob;
import org.calliope.ims.hss.store.ImportJob.Existing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files that are broken or meant to break something. */
class HostileImportTest extends ImportFixture {

    private static final String HEADER = "private_identity,password\n";
    private static final String GOOD = "good@ims.example,secret\n";

    @Override
    DatabaseAddress address() {
        return new DatabaseAddress("jdbc:h2:mem:hostile;LOCK_TIMEOUT=5000", "sa", "", 4);
    }

    private void assertFailed(ImportJob job, String... why) {
        assertThat(job.state()).isEqualTo(ImportJob.State.FAILED);
        assertThat(job.message()).contains(why);
    }

    @Test
    void anEndlessLineEndsTheImportAfterTheRowsBeforeIt() {
        assertFailed(run(ImportFormat.CSV, HEADER + GOOD + "x".repeat(3_000_000)), "row 3 is longer than 65536");
        assertThat(subscribers.count()).isEqualTo(1);
        assertFailed(run(ImportFormat.CSV, "x".repeat(3_000_000)), "longer than 65536");
        assertFailed(run(ImportFormat.JSON, "{\"user\":\"" + "x".repeat(3_000_000)), "row 1 is longer than");
        assertFailed(run(ImportFormat.JSON, "[{\"user\":\"" + "x".repeat(3_000_000)), "row 1 is longer than");
        assertFailed(run(ImportFormat.FHOSS, "INSERT INTO imsu VALUES ('" + "x".repeat(3_000_000)), "longer than");
    }

    @Test
    void aQuotationMarkThatNobodyClosesIsNamed() {
        assertFailed(run(ImportFormat.CSV, HEADER + GOOD + "\"bad@ims.example,secret\n" + GOOD.repeat(10)), "row 3", "not closed");
        assertFailed(run(ImportFormat.CSV, HEADER + "\"a\"b,c\n"), "row 2", "quotation marks");
        assertFailed(run(ImportFormat.CSV, HEADER + "\"" + GOOD.repeat(10_000)), "row 2", "quotation mark");
    }

    @Test
    void octetsThatAreNoTextCostTheirRowOnly() throws Exception {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write((HEADER + "nul\0@ims.example,x\n").getBytes(StandardCharsets.UTF_8));
        file.write("j\u00fcrgen@ims.example,x\n".getBytes(StandardCharsets.ISO_8859_1));
        file.write((GOOD + "bell@ims.example,a\u0007b\n").getBytes(StandardCharsets.UTF_8));

        ImportJob job = run(request(ImportFormat.CSV, Existing.REFUSE, false), file.toByteArray());

        assertDone(job, 1, 0, 3);
        assertThat(report(job)).anyMatch(line -> line.startsWith("2,nul?@ims.example")).anyMatch(line ->
                line.startsWith("3,") && line.contains("no UTF-8")).anyMatch(line -> line.startsWith("5,bell@ims.example"));
    }

    @Test
    void anotherEncodingOfAllOfItIsNoTable() {
        assertFailed(run(request(ImportFormat.CSV, Existing.REFUSE, false), (HEADER + GOOD).getBytes(StandardCharsets.UTF_16)),
                "none is called");
        assertFailed(run(ImportFormat.CSV, "\n" + GOOD), "first line names the columns");
        assertFailed(run(ImportFormat.CSV, "private_identity,planet\n"), "'planet'", "private_identity");
        assertFailed(run(ImportFormat.CSV, "private_identity,name,name\n"), "twice");
        assertFailed(run(ImportFormat.CSV, "name,password\n"), "no column private_identity");
    }

    @Test
    void aMillionColumnsAreTooMany() throws Exception {
        assertFailed(run(ImportFormat.CSV, ",".repeat(1_000_000) + "\n"), "longer than");
        assertFailed(run(ImportFormat.CSV, HEADER + ",".repeat(1_000_000) + "\n"), "row 2 is longer than");
        ImportJob job = run(ImportFormat.CSV, HEADER + "x" + ",".repeat(60_000) + "\n" + GOOD);
        assertDone(job, 1, 0, 1);
        assertThat(report(job).get(1)).contains("60001 values");
        assertFailed(run(ImportFormat.FHOSS, "INSERT INTO imsu VALUES (1" + ",1".repeat(1_000_000) + ");"), "more than 300 values");
    }

    @Test
    void jsonInJsonInJsonIsNotFollowed() throws Exception {
        ImportJob job = run(ImportFormat.JSON, "{\"user\":" + "[".repeat(100_000) + "\n{\"user\":\"dan\",\"password\":\"x\"}\n"
                + "{\"user\":\"eve\",\"user\":\"mallory\",\"password\":\"x\"}\n[]\nnull\n");
        assertDone(job, 1, 0, 4);
        assertFailed(run(ImportFormat.JSON, "[" + "{\"user\":".repeat(100_000)), "row 1 is no JSON");
        assertFailed(run(ImportFormat.JSON, "[{\"user\":\"fay\",\"password\":\"x\"}"), "row 2 is no JSON");
        assertThat(subscribers.count()).as("what stood before").isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(ImportFormat.class)
    void noiseIsNoImport(ImportFormat format) {
        byte[] noise = new byte[100_000];
        new Random(1).nextBytes(noise);

        ImportJob job = run(request(format, Existing.REFUSE, false), noise);

        assertThat(job.progress().accepted()).isZero();
        assertThat(job.state() == ImportJob.State.FAILED || job.progress().rejected() > 0).isTrue();
    }

    @Test
    void moreBytesOrRowsThanAllowedAreRefused() throws Exception {
        imports.close();
        imports = start(new ImportBounds(1_000, 3, 1, 1_000));
        byte[] large = (HEADER + GOOD.repeat(100)).getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> imports.submit(request(ImportFormat.CSV, Existing.REFUSE, false), new ByteArrayInputStream(large)))
                .isInstanceOf(ImportRefused.class).hasMessageContaining("1000 bytes");
        assertThatThrownBy(() -> imports.submit(request(ImportFormat.CSV, Existing.REFUSE, false), InputStream.nullInputStream()))
                .isInstanceOf(ImportRefused.class).hasMessageContaining("nothing in it");
        try (var left = Files.list(folder)) {
            assertThat(left).as("what was refused is not kept").isEmpty();
        }
        assertFailed(run(ImportFormat.CSV, HEADER + GOOD + "b@ims.example,x\nc@ims.example,x\nd@ims.example,x\n"), "more than 3 rows");
        assertThat(subscribers.count()).isEqualTo(3);
    }

    @Test
    void aStreamThatBreaksOffLeavesNothing() throws Exception {
        InputStream broken = new InputStream() {
            private int left = 5_000;

            @Override
            public int read() throws IOException {
                if (left-- <= 0) {
                    throw new IOException("gone");
                }
                return 'x';
            }
        };
        assertThatThrownBy(() -> imports.submit(request(ImportFormat.CSV, Existing.REFUSE, false), broken)).hasMessage("gone");
        try (var left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
        assertThat(imports.list(10)).isEmpty();
    }

    @Test
    void oneThatFailedGoesOnWhenItsReasonIsGone() {
        imports.close();
        imports = start(new ImportBounds(1_000, 2, 1, 1_000));
        ImportJob failed = run(ImportFormat.CSV, HEADER + GOOD + "b@ims.example,x\nc@ims.example,x\n");
        assertThat(failed.state()).isEqualTo(ImportJob.State.FAILED);
        imports.close();
        imports = start(ImportBounds.DEFAULT);

        assertThat(imports.resume(failed.id())).isTrue();

        assertDone(over(failed.id()), 3, 0, 0);
    }
}
