package org.calliope.ims.element;

import java.time.Instant;

/** Work that is due by time: what an element does each second. */
@FunctionalInterface
public interface Sweep {

    /** Must not block. */
    void sweep(Instant now);
}
