package org.calliope.ims.container.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    private static final long LOOK = 50_000_000L;
    private static final long WELL = 1_000_000L;
    private static final long TOO_LONG = 60_000_000L;

    private long now;
    private final Admission admission = new Admission(Duration.ofMillis(20), () -> now);

    /** So many requests in one interval between two looks, evenly. @return how many were let in */
    private int interval(int requests, long wait) {
        int admitted = 0;
        for (int i = 0; i < requests; i++) {
            now += LOOK / requests;
            admitted += admission.admits(false) ? 1 : 0;
        }
        now += LOOK - requests * (LOOK / Math.max(1, requests));
        admission.look(wait);
        return admitted;
    }

    private int intervals(int count, int requests, long wait) {
        int admitted = 0;
        for (int i = 0; i < count; i++) {
            admitted += interval(requests, wait);
        }
        return admitted;
    }

    @Test
    void whileNothingWaitsEverythingIsLetIn() {
        assertThat(intervals(100, 1_000, WELL)).isEqualTo(100_000);
        assertThat(admission.limits()).isFalse();
    }

    @Test
    void onePauseOfTheCollectorIsNoOverload() {
        intervals(40, 20, WELL);
        intervals(4, 20, 400_000_000L);
        assertThat(intervals(10, 20, WELL)).isEqualTo(200);
        assertThat(admission.limits()).isFalse();
    }

    @Test
    void whatCameWhileEverythingStoodStillMayBeCaughtUpWith() {
        intervals(40, 20, WELL);
        now += 1_000_000_000L;
        assertThat(intervals(39, 20, TOO_LONG)).as("twice as long as it stood still").isEqualTo(39 * 20);
        intervals(10, 20, WELL);
        assertThat(admission.limits()).isFalse();
    }

    @Test
    void whoNeverCatchesUpHasTooMuchToDoHoweverOftenItStandsStill() {
        intervals(40, 20, WELL);
        now += 1_000_000_000L;
        intervals(45, 20, TOO_LONG);
        assertThat(admission.limits()).isTrue();
    }

    @Test
    void standingStillAgainBeforeItHasCaughtUpIsNoExcuse() {
        intervals(40, 20, WELL);
        now += 1_000_000_000L;
        intervals(30, 20, TOO_LONG);
        now += 1_000_000_000L;
        intervals(5, 20, TOO_LONG);
        assertThat(admission.limits()).isTrue();
    }

    @Test
    void aWaitThatStandsHalvesTheRateUntilItIsGone() {
        intervals(60, 50, WELL);
        intervals(5, 50, TOO_LONG);
        assertThat(admission.limits()).isTrue();
        assertThat(admission.rate()).isBetween(480.0, 520.0);
        assertThat(intervals(3, 50, TOO_LONG) / 0.15).isBetween(450.0, 650.0);
    }

    /** What is worked off is no sign of what can be done: the server would stand idle afterwards. */
    @Test
    void afterwardsItGoesOnALittleBelowWhatWasTooMuch() {
        intervals(60, 50, WELL);
        intervals(8, 50, TOO_LONG);
        interval(50, WELL);
        assertThat(admission.rate()).isBetween(780.0, 880.0);
        assertThat(intervals(3, 50, WELL) / 0.15).isBetween(700.0, 960.0);
    }

    @Test
    void aWaitThatDoesNotGoCutsTheRateFurther() {
        intervals(60, 50, WELL);
        intervals(20, 50, TOO_LONG);
        assertThat(admission.rate()).isBetween(140.0, 300.0);
    }

    @Test
    void whenItIsOverTheRateRisesAndTheLimitGoes() {
        intervals(60, 50, WELL);
        intervals(10, 50, TOO_LONG);
        intervals(200, 10, WELL);
        assertThat(admission.limits()).isFalse();
        assertThat(intervals(10, 50, WELL)).isEqualTo(500);
    }

    @Test
    void itNeverClosesAltogether() {
        intervals(60, 50, WELL);
        intervals(400, 50, 2_000_000_000L);
        assertThat(admission.rate()).isEqualTo(10);
        assertThat(intervals(20, 50, 2_000_000_000L)).isBetween(8, 12);
    }

    /** A REGISTER that answers a challenge stands for work that is half done. */
    @Test
    void whatIsBegunMayRunAheadButNotWithoutEnd() {
        intervals(60, 50, WELL);
        intervals(10, 50, TOO_LONG);
        while (admission.admits(false)) {
            now++;
        }
        int begun = 0;
        while (admission.admits(true)) {
            begun++;
        }
        assertThat((double) begun).isBetween(admission.rate() * 1.9, admission.rate() * 2.1);
    }

    @Test
    void aTargetOfZeroNeverRefuses() {
        Admission open = new Admission(Duration.ZERO, () -> now);
        for (int i = 0; i < 10; i++) {
            now += LOOK;
            open.look(TOO_LONG);
        }
        assertThat(open.admits(false)).isTrue();
        assertThat(open.limits()).isFalse();
    }
}
