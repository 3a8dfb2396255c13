package org.calliope.ims.hss.access;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Is told of sign-ins, refusals and changes of users and tokens, after they happened. Called by request threads. */
@FunctionalInterface
public interface AccessLog {

    /** Takes note; must not block for long. */
    void tell(AccessEvent event);

    /** Tells another too. */
    default AccessLog and(AccessLog other) {
        return event -> {
            tell(event);
            other.tell(event);
        };
    }

    /** One line each in the server's log. */
    static AccessLog toServerLog() {
        Logger log = LoggerFactory.getLogger(AccessLog.class);
        return event -> log.info("{}: {}", event.by().isEmpty() ? "somebody" : event.by(), event.words());
    }
}
