package org.calliope.ims.container.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class KeptMessagesTest {

    private static final int CHUNK = 1 << 20;

    private long nanos = Long.MAX_VALUE; // where it wraps round
    private final KeptMessages kept = new KeptMessages(2, () -> nanos);

    private static byte[] message(int length, int content) {
        byte[] message = new byte[length];
        Arrays.fill(message, (byte) content);
        return message;
    }

    @Test
    void whatWasPutComesBack() {
        kept.put("a", message(CHUNK / 4, 1));
        kept.put("ä", message(CHUNK / 4 * 3, 2));
        kept.put("nothing", new byte[0]);
        assertThat(kept.get("a")).hasValue(message(CHUNK / 4, 1));
        assertThat(kept.get("ä")).as("did not fit behind the first").hasValue(message(CHUNK / 4 * 3, 2));
        assertThat(kept.get("nothing")).hasValue(new byte[0]);
        assertThat(kept.get("b")).isEmpty();
    }

    @Test
    void theLatestOfANameCounts() {
        kept.put("a", message(1, 1));
        kept.put("b", message(2, 2));
        kept.put("a", message(3, 3));
        assertThat(kept.get("a")).hasValue(message(3, 3));
        assertThat(kept.get("b")).hasValue(message(2, 2));
    }

    @Test
    void theOldestMakesRoom() {
        kept.put("a", message(CHUNK - 13, 1));
        kept.put("b", message(CHUNK - 13, 2));
        kept.put("c", message(3, 3));
        assertThat(kept.get("a")).isEmpty();
        assertThat(kept.get("b")).hasValue(message(CHUNK - 13, 2));
        assertThat(kept.get("c")).hasValue(message(3, 3));
    }

    @Test
    void aRequestMayComeAgainFor64TimesT1() {
        kept.put("a", message(1, 1));
        nanos += Duration.ofSeconds(31).toNanos();
        assertThat(kept.get("a")).hasValue(message(1, 1));
        nanos += Duration.ofSeconds(3).toNanos();
        assertThat(kept.get("a")).isEmpty();
        kept.put("b", message(2, 2));
        assertThat(kept.get("b")).hasValue(message(2, 2));
    }

    @Test
    void whatDoesNotFitIsNotKeptAndDisturbsNothing() {
        kept.put("a", message(1, 1));
        kept.put("b", message(CHUNK, 2));
        assertThat(kept.get("a")).hasValue(message(1, 1));
        assertThat(kept.get("b")).isEmpty();
    }

    @Test
    void manyComeAndGo() {
        for (int i = 0; i < 100_000; i++) {
            kept.put("z9hG4bK" + i, message(40, i));
            assertThat(kept.get("z9hG4bK" + i)).hasValue(message(40, i));
        }
        assertThat(kept.get("z9hG4bK0")).isEmpty();
        assertThat(kept.get("z9hG4bK90000")).hasValue(message(40, 90_000));
    }
}
