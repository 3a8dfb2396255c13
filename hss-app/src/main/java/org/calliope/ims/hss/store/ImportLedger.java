package org.calliope.ims.hss.store;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.calliope.ims.hss.store.ImportJob.Progress;
import org.calliope.ims.hss.store.ImportJob.State;
import org.hibernate.StatelessSession;

/** The table of imports. Safe for any thread; blocks on SQL. */
public final class ImportLedger {

    private static final List<State> UNDER_WAY = List.of(State.WAITING, State.RUNNING);

    private final Database database;
    private final AuditLog audit;
    private final Clock clock;

    /** Over an open database. */
    public ImportLedger(Database database, Clock clock) {
        this.database = database;
        this.audit = new AuditLog(database, clock);
        this.clock = clock;
    }

    /**
     * Notes an import whose file is complete.
     *
     * @param file   its name, up to 64 characters
     * @param size   in bytes
     * @param sha256 in hex
     */
    public ImportJob add(ImportJob.Request request, String file, long size, String sha256) {
        ImportEntity row = new ImportEntity();
        row.source = request.source();
        row.file = file;
        row.format = request.format();
        row.size = size;
        row.sha256 = sha256;
        row.dryRun = request.dryRun();
        row.shared = request.shared();
        row.existing = request.existing();
        row.state = State.WAITING;
        row.actor = request.actor().name();
        row.created = clock.millis();
        database.change(session -> session.insert(row));
        database.sync();
        return row.job();
    }

    /** The import of this id. */
    public Optional<ImportJob> find(long id) {
        return database.read(session -> Optional.ofNullable(session.get(ImportEntity.class, id)))
                .map(ImportEntity::job);
    }

    /**
     * Imports, newest first.
     *
     * @param limit 1..1,000
     */
    public List<ImportJob> list(int limit) {
        return database.read(session -> session.createSelectionQuery("from Import i order by i.id desc",
                ImportEntity.class).setMaxResults(limit).getResultList()).stream().map(ImportEntity::job).toList();
    }

    /** What a start has to know of an import. */
    public record Left(long id, String file, State state) {

        /** Whether something is to be done. */
        public boolean underWay() {
            return UNDER_WAY.contains(state);
        }
    }

    /** What earlier runs of the server left, newest first. */
    public List<Left> left() {
        return database.query(connection -> Columns.all(connection, row -> new Left(row.number(), row.text(),
                State.valueOf(row.text())), "select id, file, state from import_job order by id desc"));
    }

    /** Those of which something is to be done, oldest first. */
    public List<ImportJob> underWay() {
        return database.read(session -> session.createSelectionQuery(
                "from Import i where i.state in (:states) order by i.id", ImportEntity.class)
                .setParameter("states", UNDER_WAY).getResultList()).stream().map(ImportEntity::job).toList();
    }

    /** Notes that it is worked off from now on; a dry run from the beginning, of which nothing was written. */
    public Optional<ImportJob> start(long id) {
        database.change(session -> session.createMutationQuery("update Import i set i.state = :running, "
                + "i.started = case when i.started = 0 then :now else i.started end, "
                + "i.nextRow = case when i.dryRun = true then 0L else i.nextRow end, "
                + "i.accepted = case when i.dryRun = true then 0L else i.accepted end, "
                + "i.skipped = case when i.dryRun = true then 0L else i.skipped end, "
                + "i.rejected = case when i.dryRun = true then 0L else i.rejected end, "
                + "i.reportBytes = case when i.dryRun = true then 0L else i.reportBytes end "
                + "where i.id = :id and i.state in (:states)")
                .setParameter("running", State.RUNNING).setParameter("now", clock.millis()).setParameter("id", id)
                .setParameter("states", UNDER_WAY).executeUpdate());
        return find(id).filter(job -> job.state() == State.RUNNING);
    }

    /** Has one that failed go on where it was; false when there is none. */
    public boolean reopen(long id) {
        return database.write(session -> session.createMutationQuery("update Import i set i.state = :waiting, "
                + "i.message = '', i.ended = 0L where i.id = :id and i.state = :failed")
                .setParameter("waiting", State.WAITING).setParameter("id", id).setParameter("failed", State.FAILED)
                .executeUpdate()) > 0;
    }

    /**
     * Notes how far it has come, in the transaction of the rows.
     *
     * @return false when it was ended meanwhile, or somebody else works on it
     */
    boolean advance(StatelessSession session, ImportJob from, Progress to) {
        return session.createMutationQuery("update Import i set i.nextRow = :rows, i.accepted = :accepted, "
                + "i.skipped = :skipped, i.rejected = :rejected, i.reportBytes = :bytes "
                + "where i.id = :id and i.state = :running and i.nextRow = :before")
                .setParameter("rows", to.rows()).setParameter("accepted", to.accepted())
                .setParameter("skipped", to.skipped()).setParameter("rejected", to.rejected())
                .setParameter("bytes", to.reportBytes()).setParameter("id", from.id())
                .setParameter("running", State.RUNNING).setParameter("before", from.progress().rows())
                .executeUpdate() > 0;
    }

    /**
     * Ends it, with one line in the audit log; false when it was over before.
     *
     * @param message why it failed; "" when it did not
     * @param actor   who ends it
     */
    public boolean end(long id, State state, String message, Actor actor) {
        boolean ended = database.write(session -> {
            boolean first = session.createMutationQuery("update Import i set i.state = :state, i.message = :message, "
                    + "i.ended = :now where i.id = :id and i.state in (:states)")
                    .setParameter("state", state).setParameter("message", cut(message))
                    .setParameter("now", clock.millis()).setParameter("id", id).setParameter("states", UNDER_WAY)
                    .executeUpdate() > 0;
            ImportEntity row = session.get(ImportEntity.class, id);
            if (first && !row.dryRun) {
                audit.imported(session, row.accepted + " documents of " + row.source + ", "
                        + row.rejected + " rejected, " + state.name().toLowerCase(Locale.ROOT), actor);
            }
            return first;
        });
        database.sync();
        return ended;
    }

    private static String cut(String message) {
        return message.length() <= ImportEntity.LONGEST_MESSAGE ? message
                : message.substring(0, ImportEntity.LONGEST_MESSAGE);
    }

    /** Forgets one that is over. */
    public boolean remove(long id) {
        return database.write(session -> session.createMutationQuery(
                "delete from Import i where i.id = :id and i.state not in (:states)")
                .setParameter("id", id).setParameter("states", UNDER_WAY).executeUpdate()) > 0;
    }
}
