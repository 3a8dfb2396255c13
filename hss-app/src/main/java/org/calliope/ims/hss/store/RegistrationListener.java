package org.calliope.ims.hss.store;

import java.sql.Connection;
import java.sql.SQLException;

/** Hears of registrations, de-registrations and changes of the S-CSCF. Called on the thread that makes the change. */
public interface RegistrationListener {

    /** Nobody who wants to know. */
    RegistrationListener NONE = new RegistrationListener() {

        @Override
        public boolean moving(Connection connection, long subscriptionId) {
            return false;
        }

        @Override
        public void moved() {
            // nobody is told
        }
    };

    /**
     * Within the transaction, after the rows changed; has to be quick, for a registration waits. What it throws undoes
     * the change.
     *
     * @return whether {@link #moved} is to be called when all is committed
     */
    boolean moving(Connection connection, long subscriptionId) throws SQLException;

    /** After it is committed. */
    void moved();
}
