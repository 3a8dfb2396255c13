package org.calliope.ims.hss.store;

import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** On MariaDB, see {@link MariaDbStoreTest}. */
@EnabledIfSystemProperty(named = "hss.test.mariadb", matches = "jdbc:mariadb:.+")
class MariaDbHistoryTest extends HistoryContract {

    @Override
    DatabaseAddress address() {
        return MariaDbStoreTest.named();
    }
}
