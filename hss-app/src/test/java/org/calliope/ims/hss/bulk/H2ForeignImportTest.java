package org.calliope.ims.hss.bulk;

import org.calliope.ims.hss.store.DatabaseAddress;

/** Other HSSs into the embedded database. */
class H2ForeignImportTest extends ForeignImportContract {

    @Override
    DatabaseAddress address() {
        return new DatabaseAddress("jdbc:h2:mem:foreign;LOCK_TIMEOUT=5000", "sa", "", 8);
    }
}
