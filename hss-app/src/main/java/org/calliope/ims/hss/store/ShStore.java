package org.calliope.ims.hss.store;

import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** The Sh procedures' view of the database. Safe for any thread; blocks on SQL. */
public final class ShStore {

    /** SQLSTATE of a deadlock and of a lock that was not had in time. */
    private static final Set<String> IN_THE_WAY = Set.of("40001", "HYT00");

    private final Database database;

    /** Over an open database. */
    public ShStore(Database database) {
        this.database = database;
    }

    /** Reads; each statement sees what is committed when it runs. */
    public <T> T read(Function<ShRows, T> work) {
        return database.read(session -> work.apply(new ShRows(session)));
    }

    /** Whether an application server has subscribed to anything. */
    public boolean watched() {
        return !database.query(connection ->
                Columns.all(connection, Columns::number, "select id from sh_watch limit 1")).isEmpty();
    }

    /**
     * Does the work in one transaction, on disk when this returns; what it throws rolls back and is thrown on.
     *
     * @throws Refused of kind OVERTAKEN when others changed the same rows meanwhile; it may be tried again
     */
    public void write(Consumer<ShRows> work) {
        note(work);
        database.sync();
    }

    /** As {@link #write}, on disk a little later: for what does no harm when it is done again after a crash. */
    public void note(Consumer<ShRows> work) {
        try {
            database.change(session -> work.accept(new ShRows(session)));
        } catch (RuntimeException e) {
            throw overtaken(e) ? new Refused(Refused.Why.OVERTAKEN, "others changed the same data meanwhile") : e;
        }
    }

    private static boolean overtaken(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransactionRollbackException || cause instanceof SQLTimeoutException
                    || cause instanceof SQLIntegrityConstraintViolationException
                    || cause instanceof SQLException sql && IN_THE_WAY.contains(String.valueOf(sql.getSQLState()))) {
                return true;
            }
        }
        return false;
    }
}
