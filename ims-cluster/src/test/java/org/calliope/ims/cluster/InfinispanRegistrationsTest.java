package org.calliope.ims.cluster;

import org.calliope.ims.registration.Registrations;
import org.calliope.ims.registration.RegistrationsContract;

/** A cluster of one does what any store does. */
class InfinispanRegistrationsTest extends RegistrationsContract {

    @Override
    protected Registrations open() {
        return new TestCluster(1).join(0);
    }
}
