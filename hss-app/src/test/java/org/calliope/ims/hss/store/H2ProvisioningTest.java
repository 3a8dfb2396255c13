package org.calliope.ims.hss.store;

/** Provisioning on the embedded database. */
class H2ProvisioningTest extends ProvisioningContract {

    @Override
    DatabaseAddress address() {
        return new DatabaseAddress("jdbc:h2:mem:provisioning;LOCK_TIMEOUT=5000", "sa", "", 8);
    }
}
