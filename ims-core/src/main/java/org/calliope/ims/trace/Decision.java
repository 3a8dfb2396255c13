package org.calliope.ims.trace;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.calliope.ims.node.Role;

/**
 * A rule that an element applied.
 *
 * @param element who decided
 * @param rule    short name: {@code digest}, {@code s-cscf selection}
 * @param values  what the rule looked at, in the order to show; no secrets
 * @param clause  where the rule is written: {@code TS 24.229 5.4.1.2.1}
 * @param status  SIP status or Diameter result code of a refusal, else 0
 * @param reason  one sentence, "" when the outcome says it all
 */
public record Decision(long sequence, Instant at, Role element, String rule, Outcome outcome,
                       Map<String, String> values, String clause, int status, String reason, Join join)
        implements TraceEvent {

    /** How it ended. */
    public enum Outcome { ACCEPTED, REFUSED, CHOSEN, NOTED }

    public Decision {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    public static Decision accepted(Role element, String rule, Map<String, String> values, String clause, Join join) {
        return now(element, rule, Outcome.ACCEPTED, values, clause, 0, "", join);
    }

    public static Decision chosen(Role element, String rule, Map<String, String> values, String clause, Join join) {
        return now(element, rule, Outcome.CHOSEN, values, clause, 0, "", join);
    }

    public static Decision noted(Role element, String rule, Map<String, String> values, String clause, Join join) {
        return now(element, rule, Outcome.NOTED, values, clause, 0, "", join);
    }

    public static Decision refused(Role element, String rule, Map<String, String> values, String clause, int status,
                                   String reason, Join join) {
        return now(element, rule, Outcome.REFUSED, values, clause, status, reason, join);
    }

    private static Decision now(Role element, String rule, Outcome outcome, Map<String, String> values,
                                String clause, int status, String reason, Join join) {
        return new Decision(0, Instant.now(), element, rule, outcome, values, clause, status, reason, join);
    }
}
