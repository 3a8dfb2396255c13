package org.calliope.ims.hss.store;

/** Users and tokens on the embedded database. */
class H2AccessTest extends AccessContract {

    @Override
    DatabaseAddress address() {
        return new DatabaseAddress("jdbc:h2:mem:access;LOCK_TIMEOUT=5000", "sa", "", 4);
    }
}
