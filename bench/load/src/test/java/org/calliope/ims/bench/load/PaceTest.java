package org.calliope.ims.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static List<Long> millis(Pace pace) {
        List<Long> times = new ArrayList<>();
        while (pace.next() < Long.MAX_VALUE) {
            times.add(pace.next() / 1_000_000);
            pace.taken();
        }
        return times;
    }

    @Test
    void operationsAreEvenlySpacedPhaseAfterPhase() {
        List<Phase> phases = List.of(Phase.parse("warm:1x2"), Phase.parse("before:2x1"), Phase.parse("overload:1x4"));
        assertThat(millis(Pace.share(phases, 1))).containsExactly(0L, 500L, 1000L, 2000L, 3000L, 3250L, 3500L, 3750L);
        assertThat(millis(Pace.share(phases, 0.5))).containsExactly(0L, 1000L, 3000L, 3500L);
    }

    @Test
    void whatIsConstantDoesNotFollowThePhases() {
        List<Phase> phases = List.of(Phase.parse("before:1x100"), Phase.parse("overload:1x300"));
        assertThat(millis(Pace.constant(phases, 2))).containsExactly(0L, 500L, 1000L, 1500L);
    }

    @Test
    void aPhaseSaysHowItIsWritten() {
        assertThatIllegalArgumentException().isThrownBy(() -> Phase.parse("before:0x100")).withMessageContaining("name:SECONDSxRATE");
        assertThat(Phase.parse("soak:60x0.7")).isEqualTo(new Phase("soak", 60, 0.7));
        assertThat(Phase.parse("warm:1x1").counts()).isFalse();
    }
}
