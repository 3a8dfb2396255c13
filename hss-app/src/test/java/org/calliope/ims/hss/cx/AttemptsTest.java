package org.calliope.ims.hss.cx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;

import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.trace.Join;
import org.junit.jupiter.api.Test;

class AttemptsTest extends CxFixture {

    @Test
    void anOvertakenProcedureStartsAnew() {
        int[] runs = new int[1];
        String answer = Attempts.firstOf(() -> ++runs[0] < 3 ? Optional.empty() : Optional.of("done"),
                new Findings(trace, "TS 29.228 6.3.1", Join.NONE));
        assertThat(answer).isEqualTo("done");
        assertThat(runs[0]).isEqualTo(3);
    }

    @Test
    void oneThatIsAlwaysOvertakenGivesUp() {
        Findings findings = new Findings(trace, "TS 29.228 6.3.1", Join.NONE.withDiameterSession("scscf;1;1"));
        refused(ResultCode.UNABLE_TO_COMPLY, "TS 29.228 6.3.1 step 5",
                () -> Attempts.firstOf(Optional::empty, findings));
    }
}
