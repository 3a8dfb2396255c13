package org.calliope.ims.hss.cx;

import java.util.LinkedHashMap;
import java.util.Map;

import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.diameter.DiameterRefusal;
import org.calliope.ims.node.Role;
import org.calliope.ims.trace.Decision;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.Trace;

/** What one procedure found out on its way to an answer, and how it says so in the trace. One thread. */
public final class Findings {

    private final Trace trace;
    private final String clause;
    private final Join join;
    private final Map<String, String> values = new LinkedHashMap<>();

    /**
     * @param clause the procedure's clause, {@code TS 29.228 6.1.1.1}; refusals add the step
     * @param join   what the request belongs to
     */
    public Findings(Trace trace, String clause, Join join) {
        this.trace = trace;
        this.clause = clause;
        this.join = join;
    }

    /** Notes a value that a rule looked at; shown in this order. Never a secret. */
    public Findings with(String name, Object value) {
        values.put(name, String.valueOf(value));
        return this;
    }

    /** Records the refusal; what it returns is to be thrown. */
    public DiameterRefusal refuse(ResultCode result, String rule, String step, String reason) {
        return refuse(result, rule, step, reason, "");
    }

    /** As above, naming the AVP at fault, which goes out in Failed-AVP (RFC 6733 7.5). */
    public DiameterRefusal refuse(ResultCode result, String rule, String step, String reason, String avp) {
        trace.decide(Decision.refused(Role.HSS, rule, values, clause + " step " + step, result.code(), reason, join));
        return new DiameterRefusal(result, avp);
    }

    /** Records a refusal whose answer says more than its code. */
    void refused(ResultCode result, String rule, String step, String reason) {
        trace.decide(Decision.refused(Role.HSS, rule, values, clause + " step " + step, result.code(), reason, join));
    }

    /** Records that the request is granted. */
    public void accepted(String rule) {
        trace.decide(Decision.accepted(Role.HSS, rule, values, clause, join));
    }

    /** Records what was chosen among several. */
    public void chosen(String rule, String step) {
        trace.decide(Decision.chosen(Role.HSS, rule, values, clause + " step " + step, join));
    }

    /** Records something that is neither. */
    public void noted(String rule, String step) {
        trace.decide(Decision.noted(Role.HSS, rule, values, clause + " step " + step, join));
    }
}
