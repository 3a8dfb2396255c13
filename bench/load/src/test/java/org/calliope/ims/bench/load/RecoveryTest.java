package org.calliope.ims.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.calliope.ims.bench.load.Tally.Part;
import org.junit.jupiter.api.Test;

class RecoveryTest {

    private static Part second(int offered, int completed, int millis) {
        Part part = new Part();
        part.offered = offered;
        part.completed = completed;
        IntStream.range(0, completed).forEach(i -> part.latency.recordValue(millis * 1000L));
        return part;
    }

    @Test
    void normalIsTwiceWhatItWasAndNotLessThanANoticeableTime() {
        assertThat(Recovery.limit(second(100, 100, 40))).isBetween(80.0, 82.0);
        assertThat(Recovery.limit(second(100, 100, 1))).isEqualTo(20);
    }

    @Test
    void countsTheSecondsBeforeThreeInARowAreNormal() {
        Part slow = second(100, 100, 500);
        Part well = second(100, 100, 5);
        assertThat(Recovery.seconds(List.of(well, well, well, slow), 20)).hasValue(0);
        assertThat(Recovery.seconds(List.of(slow, well, well, slow, well, well, well), 20)).hasValue(4);
        assertThat(Recovery.seconds(List.of(slow, slow, well, well), 20)).isEmpty();
    }

    @Test
    void aSecondInWhichMostIsTurnedAwayIsNotNormalHoweverFastTheRestIs() {
        Part refusing = second(100, 90, 1);
        assertThat(Recovery.isNormal(refusing, 20)).isFalse();
        assertThat(Recovery.isNormal(second(100, 96, 1), 20)).isTrue();
    }
}
