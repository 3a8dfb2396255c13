package org.calliope.ims.element;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ExpiriesTest {

    private static final Instant T0 = Instant.parse("2026-11-21T12:00:00Z");

    private final Expiries<String> expiries = new Expiries<>();

    @Test
    void whatIsDueComesEarliestFirstAndOnce() {
        expiries.set("late", T0.plusSeconds(30));
        expiries.set("early", T0.plusSeconds(10));
        expiries.set("never yet", T0.plusSeconds(31));

        assertThat(expiries.due(T0.plusSeconds(9))).isEmpty();
        assertThat(expiries.due(T0.plusSeconds(30))).containsExactly("early", "late");
        assertThat(expiries.due(T0.plusSeconds(30))).isEmpty();
        assertThat(expiries.size()).isEqualTo(1);
    }

    @Test
    void settingAnewMovesTheEnd() {
        expiries.set("alice", T0.plusSeconds(10));
        expiries.set("alice", T0.plusSeconds(60));

        assertThat(expiries.due(T0.plusSeconds(10))).isEmpty();
        assertThat(expiries.due(T0.plusSeconds(60))).containsExactly("alice");
        assertThat(expiries.size()).isZero();
    }

    @Test
    void twoThatEndTogetherAreBothDue() {
        expiries.set("alice", T0);
        expiries.set("bob", T0);

        assertThat(expiries.due(T0)).containsExactly("alice", "bob");
    }

    @Test
    void whatEndsWithinOneSecondIsDueWhenItEnds() {
        expiries.set("later", T0.plusMillis(900));
        expiries.set("early", T0.plusMillis(100));
        expiries.set("moved", T0.plusMillis(200));
        expiries.set("moved", T0.plusMillis(800));

        assertThat(expiries.due(T0.plusMillis(99))).isEmpty();
        assertThat(expiries.due(T0.plusMillis(500))).containsExactly("early");
        expiries.set("early", T0.plusMillis(700)); // which has begun anew
        assertThat(expiries.due(T0.plusSeconds(5))).containsExactly("early", "moved", "later");
        assertThat(expiries.size()).isZero();
    }

    @Test
    void whatHasEndedWhenItIsSetIsDueNext() {
        assertThat(expiries.due(T0)).isEmpty();
        expiries.set("alice", T0.minusSeconds(10));

        assertThat(expiries.due(T0)).containsExactly("alice");
    }

    /** Ends are set, and set anew, in seconds that are just over, while others take what is due. */
    @Test
    void nothingIsLostWhileManyAreAtWork() throws Exception {
        int keys = 20_000;
        Set<String> told = new HashSet<>();
        ExecutorService threads = Executors.newSingleThreadExecutor();
        Future<?> sets = threads.submit(() -> {
            for (int i = 0; i < keys; i++) {
                expiries.set("k" + i, T0.plusMillis(i - 3_000));
                expiries.set("k" + i, T0.plusMillis(i));
            }
        });
        for (int round = 0; !sets.isDone(); round++) {
            told.addAll(expiries.due(T0.plusMillis(round * 10L)));
        }
        sets.get();
        threads.shutdown();
        told.addAll(expiries.due(T0.plusSeconds(3_600)));

        assertThat(told).hasSize(keys);
        assertThat(expiries.size()).isZero();
    }

    @Test
    void whatIsRemovedIsNeverDue() {
        expiries.set("alice", T0);
        expiries.remove("alice");
        expiries.remove("nobody");

        assertThat(expiries.due(T0.plusSeconds(1))).isEmpty();
        assertThat(expiries.size()).isZero();
    }
}
