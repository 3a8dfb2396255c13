package org.calliope.ims.hss.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

import org.h2.Driver;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.tx.TransactionStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is in the file of a server that was killed in the middle of a commit. */
class CutOffCommitsTest {

    private static Connection connect(Path folder) throws SQLException {
        DatabaseAddress address = DatabaseAddress.embedded(folder, 2);
        Properties login = new Properties();
        login.setProperty("user", address.user());
        login.setProperty("password", address.password());
        return new Driver().connect(address.url(), login); // a database that closes takes its driver off the list
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** H2 marks the log of what a transaction replaced, then brings its rows in order one by one. */
    private static void decideToCommit(Connection connection) throws Exception {
        TransactionStore store = ((SessionLocal) connection.unwrap(JdbcConnection.class).getSession()).getDatabase()
                .getStore().getTransactionStore();
        Method mark = TransactionStore.class.getDeclaredMethod("markUndoLogAsCommitted", int.class);
        mark.setAccessible(true);
        mark.invoke(store, store.getOpenTransactions().get(0).getId());
    }

    private static Path killedInTheMiddleOfACommit(Path folder) throws Exception {
        Path running = Files.createDirectory(folder.resolve("running"));
        Path killed = Files.createDirectory(folder.resolve("killed"));
        try (Database database = Provision.open(DatabaseAddress.embedded(running, 2));
                Connection first = connect(running); Connection second = connect(running)) {
            execute(first, "create table colour (id int primary key, name varchar(10))");
            execute(first, "insert into colour values (1, 'red'), (2, 'red')");
            first.setAutoCommit(false);
            execute(first, "update colour set name = 'green'");
            decideToCommit(first);
            execute(second, "checkpoint sync");
            Files.copy(running.resolve("hss.mv.db"), killed.resolve("hss.mv.db"));
            execute(second, "shutdown immediately");
        }
        return killed;
    }

    @Test
    @Timeout(60)
    void theCommitIsCompletedAndItsRowsCanBeChanged(@TempDir Path folder) throws Exception {
        Path killed = killedInTheMiddleOfACommit(folder);

        try (Database database = Provision.open(DatabaseAddress.embedded(killed, 2)); Connection connection = connect(killed)) {
            execute(connection, "update colour set name = name || 'ish'");
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("select count(*) from colour where name = 'greenish'")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getInt(1)).isEqualTo(2);
            }
        }
    }
}
