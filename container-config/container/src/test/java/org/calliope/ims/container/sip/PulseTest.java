package org.calliope.ims.container.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PulseTest {

    private final AtomicLong clock = new AtomicLong();
    private final AtomicLong wait = new AtomicLong();
    private final Pulse pulse = new Pulse(clock::get, wait::get);

    private void seconds(int seconds) {
        clock.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    @Test
    void aBeatThatFindsSocketsReadIsProgress() {
        seconds(5);
        wait.set(Duration.ofMillis(900).toNanos());
        pulse.beat();
        assertThat(pulse.still()).isZero();
    }

    @Test
    void aBeatThatFindsThemUnreadIsNone() {
        seconds(5);
        wait.set(Duration.ofSeconds(1).toNanos());
        pulse.beat();
        assertThat(pulse.still()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void withoutABeatThereIsNone() {
        seconds(7);
        assertThat(pulse.still()).isEqualTo(Duration.ofSeconds(7));
    }
}
