package org.calliope.ims.hss.bulk;

import org.calliope.ims.hss.store.DatabaseAddress;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Imports into the MariaDB of the store's tests. */
@EnabledIfSystemProperty(named = "hss.test.mariadb", matches = "jdbc:mariadb:.+")
class MariaDbImportTest extends ImportContract {

    static DatabaseAddress named() {
        return new DatabaseAddress(System.getProperty("hss.test.mariadb"),
                System.getProperty("hss.test.mariadb.user", "hss"),
                System.getProperty("hss.test.mariadb.password", ""), 8);
    }

    @Override
    DatabaseAddress address() {
        return named();
    }
}
