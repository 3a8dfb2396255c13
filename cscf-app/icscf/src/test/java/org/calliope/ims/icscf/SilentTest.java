package org.calliope.ims.icscf;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SilentTest {

    private Instant now = Instant.EPOCH;
    private final Silent silent = new Silent(Duration.ofSeconds(30), () -> now);

    @Test
    void ts23380_4_2_aServerThatDidNotAnswerIsRememberedForAWhile() {
        silent.add("sip:a");
        assertThat(silent.contains("sip:a")).isTrue();
        assertThat(silent.contains("sip:b")).isFalse();

        now = now.plusSeconds(30);
        assertThat(silent.contains("sip:a")).isFalse();
    }

    @Test
    void aServerThatAnswersAgainIsForgotten() {
        silent.add("sip:a");
        silent.remove("sip:a");
        assertThat(silent.contains("sip:a")).isFalse();
    }

    @Test
    void withoutMemoryNothingIsRemembered() {
        Silent none = new Silent(Duration.ZERO, () -> now);
        none.add("sip:a");
        assertThat(none.contains("sip:a")).isFalse();
    }

    @Test
    void namesWithoutEndDoNotFillTheMemory() {
        for (int i = 0; i < 2000; i++) {
            silent.add("sip:" + i);
        }
        assertThat(silent.contains("sip:0")).isTrue();
        assertThat(silent.contains("sip:1999")).isFalse();

        now = now.plusSeconds(31);
        silent.add("sip:new");
        assertThat(silent.contains("sip:new")).as("what is over makes room").isTrue();
    }
}
