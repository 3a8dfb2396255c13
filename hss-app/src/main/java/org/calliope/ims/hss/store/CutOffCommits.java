package org.calliope.ims.hss.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import javax.sql.DataSource;

import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.tx.Transaction;
import org.h2.mvstore.tx.TransactionStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transactions of an H2 file whose commit was on disk as a decision, but not yet done, when the server was killed. H2
 * means to do the rest when the file is opened, but 2.5.250 and 2.5.252 do not: {@code Transaction.commit} leaves out
 * what is committed already. Its rows would show what was before, and a change of one would spin for ever.
 */
final class CutOffCommits {

    private static final Logger LOG = LoggerFactory.getLogger(CutOffCommits.class);

    private CutOffCommits() {
    }

    /**
     * Does the rest of them. To be called before anything else uses the database; blocks on the disk.
     *
     * @return true when there were some: their numbers are in use until the database is opened again, which is to be done
     */
    static boolean finish(DataSource h2) throws SQLException {
        try (Connection connection = h2.getConnection()) {
            TransactionStore store = ((SessionLocal) connection.unwrap(JdbcConnection.class).getSession()).getDatabase()
                    .getStore().getTransactionStore();
            List<Transaction> cutOff = store.getOpenTransactions().stream()
                    .filter(transaction -> transaction.getStatus() == Transaction.STATUS_COMMITTED).toList();
            for (Transaction transaction : cutOff) {
                LOG.info("a change that a crash cut off is completed");
                commit(store, transaction);
            }
            return !cutOff.isEmpty();
        }
    }

    private static void commit(TransactionStore store, Transaction transaction) {
        try {
            Method commit = TransactionStore.class.getDeclaredMethod("commit", Transaction.class, boolean.class);
            commit.setAccessible(true);
            commit.invoke(store, transaction, true);
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("this H2 does not complete what a crash cut off", e);
        }
    }
}
