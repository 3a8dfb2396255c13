package org.calliope.ims.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.calliope.ims.node.Role;
import org.calliope.ims.trace.Decision.Outcome;
import org.calliope.ims.trace.Join;
import org.junit.jupiter.api.Test;

class HeadersTest {

    private static final SipRefusal REFUSAL = new SipRefusal(403, "not \"yours\"\r\nX: \\", "asserted identity",
            "TS 24.229 5.2.6.3", Map.of("identity", "sip:bob@ims.example"));

    /** RFC 3326 2 and RFC 3261 20.43; what came from a peer cannot start a header of its own. */
    @Test
    void aRefusalOnTheWire() {
        assertThat(Headers.reason(REFUSAL)).isEqualTo("SIP;cause=403;text=\"not \\\"yours\\\"  X: \\\\\"");
        assertThat(Headers.warning("127.0.0.1:5060", REFUSAL))
                .isEqualTo("399 127.0.0.1:5060 \"not \\\"yours\\\"  X: \\\\\"");
    }

    @Test
    void aRefusalInTheTrace() {
        var decision = REFUSAL.decision(Role.PCSCF, Join.callId("c"));
        assertThat(decision.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(decision.status()).isEqualTo(403);
        assertThat(decision.rule()).isEqualTo("asserted identity");
        assertThat(decision.values()).containsEntry("identity", "sip:bob@ims.example");
        assertThat(decision.join().callId()).isEqualTo("c");
    }

    @Test
    void onlyFinalStatusesRefuse() {
        assertThatIllegalArgumentException().isThrownBy(() -> new SipRefusal(200, "", "", ""));
        assertThat(REFUSAL.getStackTrace()).isEmpty();
    }
}
