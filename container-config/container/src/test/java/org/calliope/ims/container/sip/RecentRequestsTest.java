package org.calliope.ims.container.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RecentRequestsTest {

    private long now = TimeUnit.DAYS.toNanos(1);
    private final RecentRequests recent = new RecentRequests(() -> now);

    @Test
    void aRequestIsKnownForAsLongAsItIsRepeated_RFC3261_17_1_2_2() {
        assertThat(recent.any()).isFalse();
        recent.remember("z9hg4bk1");
        now += TimeUnit.SECONDS.toNanos(31);
        assertThat(recent.any()).isTrue();
        assertThat(recent.contains("z9hg4bk1")).isTrue();
        assertThat(recent.contains("z9hg4bk2")).isFalse();
        now += TimeUnit.SECONDS.toNanos(2);
        assertThat(recent.any()).isFalse();
        assertThat(recent.contains("z9hg4bk1")).isFalse();
    }

    /** Who counts branches up would otherwise be refused on and on. */
    @Test
    void theNextOfACountIsNotMistakenForOneBefore() {
        int mistaken = 0;
        for (int i = 0; i < 20_000; i++) {
            String branch = "z9hg4bk" + Integer.toString(i, 36);
            if (i / 500 % 2 == 0) {
                recent.remember(branch);
            } else {
                mistaken += recent.contains(branch) ? 1 : 0;
            }
        }
        assertThat(mistaken).isZero();
    }

    @Test
    void manyAreRememberedAndOthersHardlyEverMistakenForThem() {
        for (int i = 0; i < 10_000; i++) {
            recent.remember("z9hg4bk-recent-" + i * 7919L);
        }
        int known = 0;
        int mistaken = 0;
        for (int i = 0; i < 10_000; i++) {
            known += recent.contains("z9hg4bk-recent-" + i * 7919L) ? 1 : 0;
            mistaken += recent.contains("z9hg4bk-another-" + i * 104_729L) ? 1 : 0;
        }
        assertThat(known).isGreaterThan(8_500);
        assertThat(mistaken).isLessThan(5);
    }
}
