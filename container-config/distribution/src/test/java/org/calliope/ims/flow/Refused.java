package org.calliope.ims.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.calliope.ims.testkit.ImsServer;
import org.calliope.ims.testkit.wire.SipMessage;
import org.calliope.ims.trace.Decision;
import org.calliope.ims.trace.Trace;
import org.calliope.ims.trace.TraceEvent;

/** What holds for every refusal: it explains itself on the wire, in the trace and as a count. */
final class Refused {
    private Refused() {
    }

    /** @return the decision of this refusal */
    static Decision by(ImsServer ims, SipMessage answer, String element) {
        int status = answer.status();
        assertThat(answer.header("Reason").orElse("")).as("Reason of " + answer.startLine())
            .contains("cause=" + status).contains("text=\"");
        assertThat(answer.header("Warning").orElse("")).as("Warning of " + answer.startLine()).startsWith("399 ");
        List<Decision> decisions = ims.node().trace().since(0, Integer.MAX_VALUE).stream()
            .filter(event -> event.join().callId().equals(answer.callId()))
            .filter(Decision.class::isInstance).map(Decision.class::cast)
            .filter(decision -> decision.outcome() == Decision.Outcome.REFUSED).toList();
        assertThat(decisions).as("refusals in the trace of " + answer.callId()).isNotEmpty();
        Decision last = decisions.get(decisions.size() - 1);
        assertThat(last.element().label()).isEqualTo(element);
        assertThat(last.status()).isEqualTo(status);
        assertThat(last.clause()).isNotEmpty();
        assertThat(last.reason()).isNotEmpty();
        assertThat(answer.header("Reason").orElse("")).contains(last.reason());
        double counted = ims.node().meters().find(Trace.REFUSALS).tags("element", element,
            "status", Integer.toString(status)).counters().stream().mapToDouble(c -> c.count()).sum();
        assertThat(counted).isPositive();
        return last;
    }

    /** @return the events of the trace that are joined with a Call-ID of its own */
    static List<TraceEvent> traced(ImsServer ims, String callId) {
        return ims.node().trace().since(0, Integer.MAX_VALUE).stream()
            .filter(event -> event.join().callId().equals(callId)).toList();
    }
}
