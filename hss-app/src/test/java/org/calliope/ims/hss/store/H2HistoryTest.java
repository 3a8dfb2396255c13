package org.calliope.ims.hss.store;

/** On the embedded database. */
class H2HistoryTest extends HistoryContract {

    @Override
    DatabaseAddress address() {
        return new DatabaseAddress("jdbc:h2:mem:history;LOCK_TIMEOUT=5000", "sa", "", 4);
    }
}
