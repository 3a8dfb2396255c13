package org.calliope.ims.hss.store;

import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Users and tokens on MariaDB, as {@link MariaDbStoreTest}. */
@EnabledIfSystemProperty(named = "hss.test.mariadb", matches = "jdbc:mariadb:.+")
class MariaDbAccessTest extends AccessContract {

    @Override
    DatabaseAddress address() {
        return new DatabaseAddress(System.getProperty("hss.test.mariadb"),
                System.getProperty("hss.test.mariadb.user", "hss"),
                System.getProperty("hss.test.mariadb.password", ""), 8);
    }
}
