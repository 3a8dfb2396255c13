package org.calliope.ims.trace;

import java.time.Instant;

/** Something that an element sent, received or decided. */
public sealed interface TraceEvent permits SipEvent, DiameterEvent, Decision {

    /** @return place in the trace, from 1; 0 before it is recorded */
    long sequence();

    Instant at();

    Join join();

    /** @return the same event at its place; only {@link Trace} uses it */
    TraceEvent withSequence(long sequence);

    /** @return about how many bytes of heap it keeps alive */
    int weight();
}
