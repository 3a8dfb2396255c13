package org.calliope.ims.hss.store;

import java.sql.SQLException;

/** The database did not do what it was told; a fault, not an outcome. */
public final class DatabaseFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DatabaseFailure(SQLException cause) {
        super("the database failed: " + cause.getMessage(), cause);
    }
}
