package org.calliope.ims.hss.store;

import java.util.Optional;

import org.calliope.ims.hss.model.Named;
import org.hibernate.StatelessSession;

/**
 * Does what a change of a document entails, in the same transaction: either both happen or neither. Called on the
 * thread that makes the change; what it throws undoes the change.
 */
public interface ChangeListener {

    /**
     * Before the rows change.
     *
     * @param before the document as it is, empty when it is created
     * @param after  as it will be, empty when it is removed
     */
    <T extends Named> void changing(StatelessSession session, Kind<T> kind, Optional<T> before, Optional<T> after);

    /** After it is committed. */
    default void changed(Kind<?> kind) { }
}
