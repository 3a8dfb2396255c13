package org.calliope.ims.hss.bulk;

import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;

import org.calliope.ims.hss.store.DatabaseAddress;
import org.calliope.ims.hss.store.ImportJob.Existing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Other HSSs into the MariaDB of the store's tests, and out of the database beside it whose name goes on with
 * {@code _other}.
 */
@EnabledIfSystemProperty(named = "hss.test.mariadb", matches = "jdbc:mariadb:.+")
class MariaDbForeignImportTest extends ForeignImportContract {

    @Override
    DatabaseAddress address() {
        return MariaDbImportTest.named();
    }

    private static ForeignDatabase source() {
        return new ForeignDatabase(System.getProperty("hss.test.mariadb") + "_other", System.getProperty("hss.test.mariadb.user", "hss"),
                System.getProperty("hss.test.mariadb.password", ""));
    }

    private static void with(List<String> statements, ThrowingRunnable work) throws Exception {
        ForeignDatabase source = source();
        Properties login = new Properties();
        login.setProperty("user", source.user());
        login.setProperty("password", source.password());
        try (Connection connection = new org.mariadb.jdbc.Driver().connect(source.url(), login);
             Statement statement = connection.createStatement()) {
            List<String> created = statements.stream().filter(sql -> sql.startsWith("CREATE"))
                    .map(sql -> sql.split(" ")[2].replace("`", "")).toList();
            for (String table : created) {
                statement.execute("DROP TABLE IF EXISTS `" + table + "`");
            }
            try {
                for (String sql : statements) {
                    statement.execute(sql);
                }
                work.run();
            } finally {
                for (String table : created) {
                    statement.execute("DROP TABLE IF EXISTS `" + table + "`");
                }
            }
        }
    }

    private interface ThrowingRunnable {
        void run() throws Exception;
    }

    @Test
    void anFhossIsReadOutOfItsDatabase() throws Exception {
        with(FhossDump.statements(), () -> assertFhoss(over(imports.submit(
                request(ImportFormat.FHOSS, Existing.REFUSE, false), source()).id())));
    }

    @Test
    void aPyHssIsReadOutOfItsDatabase() throws Exception {
        with(pyHss(), () -> assertPyHss(over(imports.submit(
                request(ImportFormat.PYHSS, Existing.REFUSE, false), source()).id())));
    }
}
