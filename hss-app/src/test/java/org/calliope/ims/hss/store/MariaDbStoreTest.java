package org.calliope.ims.hss.store;

import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The store on MariaDB, when {@code -Dhss.test.mariadb=jdbc:mariadb://host/database} names one to use; user and
 * password come from {@code hss.test.mariadb.user} and {@code hss.test.mariadb.password}. Its tables are emptied.
 */
@EnabledIfSystemProperty(named = "hss.test.mariadb", matches = "jdbc:mariadb:.+")
class MariaDbStoreTest extends StoreContract {

    @Override
    DatabaseAddress address() {
        return named();
    }

    static DatabaseAddress named() {
        return new DatabaseAddress(System.getProperty("hss.test.mariadb"),
                System.getProperty("hss.test.mariadb.user", "hss"),
                System.getProperty("hss.test.mariadb.password", ""), 8);
    }
}
