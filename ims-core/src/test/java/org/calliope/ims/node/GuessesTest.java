package org.calliope.ims.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class GuessesTest {

    private final AtomicLong clock = new AtomicLong();
    private final Guesses guesses = new Guesses(clock::get);

    @Test
    void thePauseIsCountedFromTheLastWrongOneAndSaysHowLongItLasts_RFC6585_4() {
        guess(Guesses.MAX_WRONG - 1);
        assertThat(guesses.pause("mallory")).isZero();
        clock.addAndGet(Duration.ofSeconds(50).toNanos());
        guess(1);
        assertThat(guesses.pause("mallory")).isEqualTo(Guesses.PAUSE);
        clock.addAndGet(Duration.ofSeconds(20).toNanos());
        assertThat(guesses.pause("mallory")).isEqualTo(Duration.ofSeconds(40));
        assertThat(guesses.pause("alice")).isZero();
        clock.addAndGet(Duration.ofSeconds(40).toNanos());
        assertThat(guesses.pause("mallory")).isZero();
    }

    @Test
    void whoOnlyMistypesNowAndThenIsForgiven() {
        guess(Guesses.MAX_WRONG - 1);
        clock.addAndGet(Guesses.PAUSE.toNanos());
        guess(1);
        assertThat(guesses.pause("mallory")).isZero();
    }

    private void guess(int times) {
        for (int i = 0; i < times; i++) {
            guesses.add("mallory");
        }
    }
}
