package org.calliope.ims.element;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
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
    void whatIsRemovedIsNeverDue() {
        expiries.set("alice", T0);
        expiries.remove("alice");
        expiries.remove("nobody");

        assertThat(expiries.due(T0.plusSeconds(1))).isEmpty();
        assertThat(expiries.size()).isZero();
    }
}
