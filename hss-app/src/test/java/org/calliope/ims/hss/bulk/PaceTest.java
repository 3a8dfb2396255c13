package org.calliope.ims.hss.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.calliope.ims.hss.store.Actor;
import org.calliope.ims.hss.store.ImportJob;
import org.calliope.ims.hss.store.ImportJob.Existing;
import org.junit.jupiter.api.Test;

/** How fast an import goes, and how long it will take yet. */
class PaceTest {

    private static final ImportJob JOB = new ImportJob(1, new ImportJob.Request("x", "csv", false, Existing.REFUSE, true,
            Actor.SYSTEM), "file", 1_000, "", ImportJob.State.RUNNING, ImportJob.Progress.NONE, "", Instant.EPOCH,
            Optional.empty(), Optional.empty());

    private final AtomicLong nanos = new AtomicLong();
    private final Pace pace = new Pace(JOB, nanos::get);

    private void after(int seconds, double done, long rows) {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
        pace.at(done, rows);
    }

    @Test
    void nobodyKnowsBeforeTheFirstRow() {
        assertThat(pace.of(JOB).left()).isEmpty();
        assertThat(pace.of(JOB).rowsPerSecond()).isZero();
    }

    @Test
    void theRestTakesAsLongAsWhatIsDone() {
        after(2, 0.1, 1_000);
        after(8, 0.25, 2_500);

        assertThat(pace.of(JOB).rowsPerSecond()).isEqualTo(250);
        assertThat(pace.of(JOB).left()).contains(Duration.ofSeconds(30));
    }

    @Test
    void troubleIsOverWithTheNextRow() {
        pace.trouble("the database does not answer");
        assertThat(pace.of(JOB).trouble()).isEqualTo("the database does not answer");

        after(1, 0.1, 10);

        assertThat(pace.of(JOB).trouble()).isEmpty();
    }
}
