package org.calliope.ims.hss.store;

import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Sh on the MariaDB that {@link MariaDbStoreTest} uses. */
@EnabledIfSystemProperty(named = "hss.test.mariadb", matches = "jdbc:mariadb:.+")
class MariaDbShStoreTest extends ShStoreContract {

    @Override
    DatabaseAddress address() {
        return MariaDbStoreTest.named();
    }
}
