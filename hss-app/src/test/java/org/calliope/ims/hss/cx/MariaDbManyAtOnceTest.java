package org.calliope.ims.hss.cx;

import org.calliope.ims.hss.store.DatabaseAddress;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Many at once on the MariaDB of the store's tests, which locks and overtakes in another way. */
@EnabledIfSystemProperty(named = "hss.test.mariadb", matches = "jdbc:mariadb:.+")
class MariaDbManyAtOnceTest extends ManyAtOnceContract {

    @Override
    DatabaseAddress address() {
        return new DatabaseAddress(System.getProperty("hss.test.mariadb"), System.getProperty("hss.test.mariadb.user", "hss"),
                System.getProperty("hss.test.mariadb.password", ""), 8);
    }
}
