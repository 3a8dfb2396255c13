package org.calliope.ims.sip;

import java.util.Map;
import java.util.TreeMap;
import org.calliope.ims.node.Role;
import org.calliope.ims.trace.Decision;
import org.calliope.ims.trace.Join;

/**
 * A rule refused a request. It carries the whole answer; one place in each servlet turns it into the
 * response with {@link Headers#reason} and {@link Headers#warning} and into a {@link Decision}.
 * No stack trace: it is an outcome, not a fault.
 */
public final class SipRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String reason;
    private final String rule;
    private final String clause;
    private final transient Map<String, String> values;

    /**
     * @param status SIP status, 300 to 699
     * @param reason one sentence for the peer: what was wrong; goes out in Reason and Warning
     * @param rule   the rule that refused, short: {@code digest}
     * @param clause where it is written: {@code TS 24.229 5.4.1.2.2}
     * @param values what the rule looked at, for the trace; no secrets
     */
    public SipRefusal(int status, String reason, String rule, String clause, Map<String, String> values) {
        super(status + " " + reason, null, false, false);
        if (status < 300 || status > 699) {
            throw new IllegalArgumentException("a refusal has a status from 300 to 699, not " + status);
        }
        this.status = status;
        this.reason = reason;
        this.rule = rule;
        this.clause = clause;
        this.values = Map.copyOf(values);
    }

    public SipRefusal(int status, String reason, String rule, String clause) {
        this(status, reason, rule, clause, Map.of());
    }

    public int status() {
        return status;
    }

    public String reason() {
        return reason;
    }

    public String rule() {
        return rule;
    }

    public String clause() {
        return clause;
    }

    public Map<String, String> values() {
        return values;
    }

    /** @return this refusal as the trace shows it */
    public Decision decision(Role element, Join join) {
        return Decision.refused(element, rule, new TreeMap<>(values), clause, status, reason, join);
    }
}
