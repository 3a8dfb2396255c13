package org.calliope.ims.hss.store;

import java.util.List;
import java.util.Optional;

import org.calliope.ims.hss.model.Named;
import org.hibernate.StatelessSession;

/** How the documents of one kind are kept in tables. Works within its caller's transaction. */
interface Shelf<T extends Named> {

    /** Locks the document until the transaction ends; false when there is none of that name. */
    boolean lock(StatelessSession session, String name);

    Optional<T> find(StatelessSession session, String name);

    /** Those whose name comes after this one, by name. */
    List<T> list(StatelessSession session, String after, int limit);

    /** Adds them all, in as few statements as can be. */
    void insert(StatelessSession session, List<T> documents);

    /** Makes the document of this name into that one; the name may change. */
    void update(StatelessSession session, String name, T document);

    void delete(StatelessSession session, String name);

    /** What refers to it, a few of them, each with its kind before its name; empty when it may go. */
    List<String> users(StatelessSession session, String name);
}
