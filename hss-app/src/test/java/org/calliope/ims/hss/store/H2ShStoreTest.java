package org.calliope.ims.hss.store;

/** Sh on the embedded database. */
class H2ShStoreTest extends ShStoreContract {

    @Override
    DatabaseAddress address() {
        return new DatabaseAddress("jdbc:h2:mem:shstore;LOCK_TIMEOUT=5000", "sa", "", 8);
    }
}
