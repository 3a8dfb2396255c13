package org.calliope.ims.aka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class SequenceNumbersTest {

    private static final long LAST_SEQ = (1L << 43) - 1;

    private static long sqn(long seq, int index) {
        return seq << 5 | index;
    }

    @Test
    void seqCountsUpAndIndGoesRound_TS33102_C_1_1_2_and_C_1_2() {
        assertThat(SequenceNumbers.next(0)).isEqualTo(sqn(1, 1));
        assertThat(SequenceNumbers.next(sqn(1, 1))).isEqualTo(sqn(2, 2));
        assertThat(SequenceNumbers.next(sqn(31, 31))).isEqualTo(sqn(32, 0));
    }

    @Test
    void theLastOneIsFollowedByNone_TS33102_C_2_1() {
        long last = SequenceNumbers.next(sqn(LAST_SEQ - 1, 7));
        assertThat(last).isEqualTo(sqn(LAST_SEQ, 8));
        assertThatIllegalStateException().isThrownBy(() -> SequenceNumbers.next(last))
                .withMessageContaining("used up").withMessageContaining("another K");
        assertThatIllegalStateException().isThrownBy(() -> SequenceNumbers.next(SequenceNumbers.MAX));
    }

    @Test
    void furtherIsNextSoOften() {
        long sqn = 5_000_000_007L;
        long next = sqn;
        for (int i = 0; i < 40; i++) {
            assertThat(SequenceNumbers.further(sqn, i)).isEqualTo(next);
            next = SequenceNumbers.next(next);
        }
        assertThat(SequenceNumbers.further(SequenceNumbers.MAX, 40)).isEqualTo(SequenceNumbers.MAX);
    }

    @Test
    void onlyNumbersOf48BitsAreTaken() {
        assertThatIllegalArgumentException().isThrownBy(() -> SequenceNumbers.next(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> SequenceNumbers.next(1L << 48));
        assertThatIllegalArgumentException().isThrownBy(() -> SequenceNumbers.resynchronised(0, 1L << 48));
    }

    @Test
    void aSimThatIsAheadIsFollowed_TS33102_6_3_5() {
        assertThat(SequenceNumbers.resynchronised(sqn(4, 4), sqn(900, 3))).isEqualTo(sqn(900, 3));
    }

    @Test
    void aSimThatIsTooFarBehindIsFollowed_TS33102_6_3_5() {
        long far = SequenceNumbers.DELTA + 10;
        assertThat(SequenceNumbers.resynchronised(sqn(far, 0), sqn(10, 0))).isEqualTo(sqn(10, 0));
        assertThat(SequenceNumbers.resynchronised(sqn(far - 1, 0), sqn(10, 0))).isEqualTo(sqn(far - 1, 0));
        assertThat(SequenceNumbers.resynchronised(SequenceNumbers.MAX, sqn(10, 0))).isEqualTo(sqn(10, 0));
    }

    @Test
    void anOldAutsDoesNotTakeTheNumberBack_TS33102_6_3_5() {
        assertThat(SequenceNumbers.resynchronised(sqn(901, 4), sqn(900, 3))).isEqualTo(sqn(901, 4));
        assertThat(SequenceNumbers.resynchronised(sqn(900, 3), sqn(900, 3))).isEqualTo(sqn(900, 3));
    }
}
