package org.calliope.ims.hss.store;

import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Provisioning on the MariaDB that {@link MariaDbStoreTest} uses. */
@EnabledIfSystemProperty(named = "hss.test.mariadb", matches = "jdbc:mariadb:.+")
class MariaDbProvisioningTest extends ProvisioningContract {

    @Override
    DatabaseAddress address() {
        return MariaDbStoreTest.named();
    }
}
