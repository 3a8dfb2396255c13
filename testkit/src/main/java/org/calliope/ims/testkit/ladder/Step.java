package org.calliope.ims.testkit.ladder;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** One event of the trace as the ladder needs it. */
public sealed interface Step {
    /** When it happened; {@link Instant#EPOCH} when the trace does not say. */
    Instant at();

    /** The Call-ID it is joined with, "" when none. */
    String callId();

    /**
     * A SIP message between two participants.
     *
     * @param from      role label such as {@code P-CSCF}, or {@code host:port} of a telephone
     * @param startLine request or status line
     * @param cseq      such as {@code 1 INVITE}
     * @param text      the message with its secrets masked, "" when it was not kept
     */
    record Sip(Instant at, String callId, String from, String to, String transport, String startLine, String cseq,
               String text) implements Step {
    }

    /**
     * A Diameter message.
     *
     * @param command abbreviated, such as {@code UAR}
     * @param result  "" for a request, else such as {@code DIAMETER_SUCCESS (2001)}
     */
    record Diameter(Instant at, String callId, String from, String to, String command, String result,
                    List<String> avps) implements Step {
    }

    /**
     * What an element decided.
     *
     * @param outcome ACCEPTED, REFUSED, CHOSEN or NOTED
     * @param status  the status of a refusal, else 0
     * @param clause  where the rule stands, "" when the trace does not say
     */
    record Decision(Instant at, String callId, String element, String rule, String outcome,
                    Map<String, String> values, String clause, int status, String reason) implements Step {
        /** Whether the element turned something down. */
        public boolean refused() {
            return outcome.equals("REFUSED");
        }
    }
}
