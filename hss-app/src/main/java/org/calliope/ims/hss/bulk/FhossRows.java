package org.calliope.ims.hss.bulk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

import org.calliope.ims.hss.bulk.Scratch.Row;
import org.calliope.ims.hss.secret.Vault;
import org.calliope.ims.hss.store.ImportRow;

/**
 * A dump of the database of an FHoSS (OpenIMSCore) as mysqldump writes it: what its subscriptions refer to, then they,
 * then what application servers keep of their
 * users, then what belongs to none.
 */
final class FhossRows implements RowSource {

    private static final int PAGE = 500;

    private final Scratch scratch;
    private final FhossSecrets secrets;
    private final ForeignNames names = new ForeignNames();
    private final FhossKept kept;
    private final Deque<ImportRow> ready = new ArrayDeque<>();
    private long number;
    private long page;
    private boolean orphansRead;

    FhossRows(Path file, InputStream in, Vault vault, String domain) throws IOException {
        this.scratch = new Scratch(file, FhossTables.COLUMNS);
        this.secrets = new FhossSecrets(vault, domain);
        this.kept = new FhossKept(scratch);
        try {
            SqlDump dump = new SqlDump(in);
            for (Optional<SqlDump.Row> row = dump.next(); row.isPresent(); row = dump.next()) {
                add(row.get());
            }
            scratch.complete();
            if (scratch.count(FhossTables.SUBSCRIPTION) == 0) {
                throw new UnreadableImport("there is no subscription in it: a dump of an FHoSS has INSERT statements for the"
                        + " table imsu (mysqldump hss_db)");
            }
            ready.addAll(new FhossServices(scratch, names).rows());
            number = ready.size();
        } catch (IOException | RuntimeException e) {
            scratch.close();
            throw e;
        }
    }

    private void add(SqlDump.Row row) throws IOException {
        if (scratch.knows(row.table())) {
            scratch.add(row.table(), row.columns().isEmpty() ? FhossTables.columns(row.table(), row.values().size())
                    : row.columns(), row.values());
        }
    }

    @Override
    public Optional<ImportRow> next() throws IOException {
        if (ready.isEmpty()) {
            List<Row> subscriptions = scratch.page(FhossTables.SUBSCRIPTION, page, PAGE);
            FhossSubscribers subscribers = new FhossSubscribers(scratch, secrets, names, subscriptions);
            for (Row imsu : subscriptions) {
                page = imsu.number("N");
                ready.add(subscribers.row(imsu, ++number));
            }
        }
        if (ready.isEmpty()) {
            ready.addAll(kept.next(number + 1));
            number += ready.size();
        }
        if (ready.isEmpty() && !orphansRead) {
            orphansRead = true;
            orphans("select \"identity\" from \"impi\" where \"id_imsu\" not in (select \"id\" from \"imsu\") order by n",
                    "it belongs to no subscription");
            orphans("select \"identity\" from \"impu\" where \"id\" not in (select \"id_impu\" from \"impi_impu\") order by n",
                    "it belongs to no private identity");
        }
        return Optional.ofNullable(ready.poll());
    }

    private void orphans(String query, String why) throws IOException {
        for (Row row : scratch.query(query)) {
            ready.add(ImportRow.rejected(++number, row.text("identity"), why));
        }
    }

    @Override
    public OptionalDouble done() {
        return OptionalDouble.of(Math.min(1, (double) page / scratch.count(FhossTables.SUBSCRIPTION)));
    }

    @Override
    public void close() throws IOException {
        scratch.close();
    }
}
