package org.calliope.ims.hss.store;

import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.calliope.ims.hss.store.ImportJob.Progress;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.exception.DataException;

/**
 * Writes the rows of one import, many in one transaction, which also notes how far the import has come: whenever the
 * server dies, the next one knows which rows are written. For one thread; blocks on SQL.
 */
public final class ImportWriter {

    private static final String TAKEN = "a name or an identity in it is provisioned already";

    private final Database database;
    private final ImportLedger ledger;
    private final Provisioning provisioning;
    private final AuditLog audit;
    private final int repositoryBytes;
    private final Clock clock;
    private final Seen seen = new Seen();

    /** What tells people what became of each row. */
    public interface Report {

        /**
         * Appends to the report, and has it on disk when it returns. Whatever stands behind {@code from} is of a
         * transaction that came to nothing, and goes.
         *
         * @param from its length that is committed
         * @return its length now
         */
        long append(long from, List<ImportOutcome> outcomes);
    }

    /**
     * Over an open database.
     *
     * @param repositoryBytes of repository data of one service at most
     */
    public ImportWriter(Database database, ImportLedger ledger, Provisioning provisioning, int repositoryBytes,
            Clock clock) {
        this.database = database;
        this.ledger = ledger;
        this.provisioning = provisioning;
        this.audit = new AuditLog(database, clock);
        this.repositoryBytes = repositoryBytes;
        this.clock = clock;
    }

    /**
     * Writes rows, the ones that can be written.
     *
     * @param job  as the last call returned it
     * @param rows those that come next in the file, 1 to 1,000
     * @return the job as it stands then; empty when somebody ended it, and nothing was written
     */
    public Optional<ImportJob> write(ImportJob job, List<ImportRow> rows, Report report) {
        try {
            return chunk(job, rows, report);
        } catch (ConstraintViolationException | DataException | Refused | IllegalArgumentException e) {
            return rows.size() == 1 ? chunk(job, List.of(rejected(rows.get(0), e)), report) : oneByOne(job, rows, report);
        }
    }

    private Optional<ImportJob> oneByOne(ImportJob job, List<ImportRow> rows, Report report) {
        Optional<ImportJob> now = Optional.of(job);
        for (ImportRow row : rows) {
            if (now.isPresent()) {
                now = write(now.get(), List.of(row), report);
            }
        }
        return now;
    }

    private static ImportRow rejected(ImportRow row, RuntimeException why) {
        String reason = why instanceof ConstraintViolationException ? TAKEN
                : why instanceof DataException ? "a value in it is too long for the database" : why.getMessage();
        return ImportRow.rejected(row.number(), row.identity(), reason);
    }

    private Optional<ImportJob> chunk(ImportJob job, List<ImportRow> rows, Report report) {
        Set<Kind<?>> changed = new HashSet<>();
        Optional<ImportJob> now = database.write(session -> {
            List<ImportOutcome> outcomes = new ImportChunk(session, provisioning, audit, job.request(), seen, changed,
                    repositoryBytes, clock.instant()).put(rows);
            Progress next = after(job.progress(), outcomes, report.append(job.progress().reportBytes(), outcomes));
            if (!ledger.advance(session, job, next)) {
                session.getTransaction().markRollbackOnly();
                return Optional.empty();
            }
            return Optional.of(job.at(next));
        });
        if (now.isPresent()) {
            changed.forEach(provisioning::changed);
        }
        return now;
    }

    private static Progress after(Progress before, List<ImportOutcome> outcomes, long reportBytes) {
        long[] counts = new long[ImportOutcome.Result.values().length];
        outcomes.forEach(outcome -> counts[outcome.result().ordinal()]++);
        return new Progress(before.rows() + outcomes.size(),
                before.accepted() + counts[ImportOutcome.Result.ACCEPTED.ordinal()],
                before.skipped() + counts[ImportOutcome.Result.SKIPPED.ordinal()],
                before.rejected() + counts[ImportOutcome.Result.REJECTED.ordinal()], reportBytes);
    }
}
