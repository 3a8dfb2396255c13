package org.calliope.ims.hss.bulk;

import org.calliope.ims.hss.store.DatabaseAddress;

/** Imports into the embedded database. */
class H2ImportTest extends ImportContract {

    @Override
    DatabaseAddress address() {
        return new DatabaseAddress("jdbc:h2:mem:imports;LOCK_TIMEOUT=5000", "sa", "", 8);
    }
}
