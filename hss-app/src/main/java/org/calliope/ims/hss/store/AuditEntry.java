package org.calliope.ims.hss.store;

import java.time.Instant;
import java.util.Optional;

/**
 * A change that somebody made.
 *
 * @param id      grows with time
 * @param kind    what was changed; empty for what is no document, as an import
 * @param subject its name
 * @param before  the document before as JSON, secrets left out; "" when there was none
 * @param after   the document after; "" when it was removed
 * @param undoes  the entry this one undid
 */
public record AuditEntry(long id, Instant at, Actor actor, Action action, Optional<Kind<?>> kind, String subject,
                         String before, String after, Optional<Long> undoes) {

    /** What was done. */
    public enum Action {
        CREATED, CHANGED, REMOVED,
        /** Many at once; the subject says what came of it. */
        IMPORTED,
        /** Something that is no document, as a password or a termination; the subject says what. */
        DONE
    }

    /** Whether it can be undone: a document was created, changed or removed. */
    public boolean undoable() {
        return kind.isPresent() && action != Action.IMPORTED && action != Action.DONE;
    }
}
