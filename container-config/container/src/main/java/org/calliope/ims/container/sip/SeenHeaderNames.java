package org.calliope.ims.container.sip;

import gov.nist.javax.sip.header.SIPHeaderNamesCache;
import java.lang.reflect.Field;
import java.util.Map;

/**
 * Keeps the stack's memory of header names small: it remembers every name that it has ever seen, and a peer can make up
 * as many as it likes. Any thread.
 */
final class SeenHeaderNames {

    private static final int MOST = 2_000;
    private static final Map<?, ?> SEEN = seen();

    private SeenHeaderNames() { }

    /** Forgets all names when there are too many; those in use come back at once. */
    static void bound() {
        if (SEEN.size() > MOST) {
            SEEN.clear();
        }
    }

    private static Map<?, ?> seen() {
        try {
            Field map = SIPHeaderNamesCache.class.getDeclaredField("lowercaseMap");
            map.setAccessible(true);
            return (Map<?, ?>) map.get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("another SIP stack than the one this was made for", e);
        }
    }
}
