package org.calliope.ims.trace;

import java.time.Instant;
import java.util.List;

/**
 * A Diameter message at an element.
 *
 * @param from    participant: {@code I-CSCF}, or the Origin-Host of a node that is not ours
 * @param to      participant
 * @param command {@code UAR}, {@code UAA}, …
 * @param result  "" for a request, {@code DIAMETER_SUCCESS (2001)} for an answer
 * @param avps    one line for each AVP, secrets masked; may be rendered when it is read
 */
public record DiameterEvent(long sequence, Instant at, String from, String to, String command, String result,
                            List<String> avps, Join join) implements TraceEvent {

    /** An event that happens now. */
    public static DiameterEvent of(String from, String to, String command, String result, List<String> avps,
                                   Join join) {
        return new DiameterEvent(0, Instant.now(), from, to, command, result, avps, join);
    }
}
