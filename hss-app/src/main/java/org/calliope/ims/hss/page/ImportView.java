package org.calliope.ims.hss.page;

import java.time.Duration;
import java.time.Instant;

import org.calliope.ims.hss.bulk.ImportStatus;
import org.calliope.ims.hss.store.ImportJob;

/**
 * An import as the page of imports shows it.
 *
 * @param state     key of its state
 * @param running   it waits or is worked off: it can be ended
 * @param failed    it may go on where it was
 * @param permille  how much of its file is done
 * @param rate      rows in a second, 0 when nobody can tell
 * @param left      how long it will take yet, "" when nobody can tell
 * @param message   why it failed or does not go on, "" when it does
 * @param report    address of its report
 */
public record ImportView(long id, String name, String format, boolean dryRun, String by, String created, String state,
                         boolean running, boolean failed, long permille, long rows, long accepted, long skipped,
                         long rejected, long rate, String left, String message, String report) {

    private static final double PERMILLE = 1_000;

    /**
     * Of how it stands.
     *
     * @param reports address below which the reports are, by number
     */
    public static ImportView of(ImportStatus status, String reports) {
        ImportJob job = status.job();
        String message = job.message().isEmpty() ? status.trouble() : job.message();
        String left = status.left().filter(time -> !job.state().over()).map(ImportView::span).orElse("");
        return new ImportView(job.id(), job.request().source(), job.request().format(), job.request().dryRun(),
                job.request().actor().name(), Times.date(job.created()), state(job.state()), !job.state().over(),
                job.state() == ImportJob.State.FAILED, Math.round(status.done() * PERMILLE), job.progress().rows(),
                job.progress().accepted(), job.progress().skipped(), job.progress().rejected(),
                Math.round(status.rowsPerSecond()), left, message, reports + "/" + job.id() + "/report");
    }

    private static String span(Duration time) {
        return Times.span(Instant.EPOCH, Instant.EPOCH.plus(time));
    }

    private static String state(ImportJob.State of) {
        return switch (of) {
            case WAITING -> "import.waiting";
            case RUNNING -> "import.running";
            case DONE -> "import.done";
            case FAILED -> "import.failed";
            case CANCELLED -> "import.cancelled";
        };
    }
}
