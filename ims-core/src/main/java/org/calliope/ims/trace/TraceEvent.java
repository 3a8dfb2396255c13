package org.calliope.ims.trace;

import java.time.Instant;

/** Something that an element sent, received or decided. */
public sealed interface TraceEvent permits SipEvent, DiameterEvent, Decision {

    /** @return place in the trace, from 1; 0 before it is recorded */
    long sequence();

    Instant at();

    Join join();
}
