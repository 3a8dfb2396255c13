package org.calliope.ims.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.NOPLogger;

class RareLogTest {

    @Test
    void aFloodOfFaultsIsOneLineInAnInterval() {
        AtomicLong clock = new AtomicLong();
        RareLog log = new RareLog(NOPLogger.NOP_LOGGER, Duration.ofSeconds(10), clock::get);

        assertThat(log.warn("fault", null)).isTrue();
        assertThat(log.warn("fault", null)).isFalse();
        clock.set(Duration.ofSeconds(9).toNanos());
        assertThat(log.warn("fault", null)).isFalse();
        clock.set(Duration.ofSeconds(10).toNanos());
        assertThat(log.warn("fault", null)).isTrue();
    }
}
