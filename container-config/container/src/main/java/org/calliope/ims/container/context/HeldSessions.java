package org.calliope.ims.container.context;

import java.util.IdentityHashMap;
import java.util.Map;

/**
 * The sessions the current thread is in. The core enters a session again from within, for instance when a timer's
 * listener sends a request, and the session's own semaphore would make that thread wait for itself.
 */
final class HeldSessions {

    private final ThreadLocal<Map<Object, Integer>> depths = ThreadLocal.withInitial(IdentityHashMap::new);

    /** Runs acquire when the thread is not in the session yet. */
    void enter(Object session, Runnable acquire) {
        if (depths.get().merge(session, 1, Integer::sum) == 1) {
            acquire.run();
        }
    }

    /** Runs release when the thread leaves the session; a thread that is not in it changes nothing. */
    void exit(Object session, Runnable release) {
        Map<Object, Integer> mine = depths.get();
        Integer depth = mine.get(session);
        if (depth == null) {
            return;
        }
        if (depth > 1) {
            mine.put(session, depth - 1);
        } else {
            mine.remove(session);
            release.run();
        }
    }
}
