package org.calliope.ims.element;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that do not work are asked once in a while whether they do (RFC 3261 11). */
class AilingServersTest {

    private static final String AILING = "servers.ailing";
    private static final String SERVER = "sip:as.example";

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final List<String> asked = new ArrayList<>();
    private final List<IntConsumer> answers = new ArrayList<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AilingServers ailing = new AilingServers("server", AILING, Duration.ofSeconds(30), (server, answered) -> {
        asked.add(server);
        answers.add(answered);
    }, meters, () -> now);

    private void after(int seconds) {
        now = now.plusSeconds(seconds);
        ailing.sweep(now);
    }

    @Test
    void isAskedAtOnceAndThenOnceAPause() {
        ailing.add(SERVER);
        assertThat(ailing.contains(SERVER)).isTrue();
        assertThat(meters.get(AILING).gauge().value()).isEqualTo(1);
        after(1);
        ailing.add(SERVER);
        after(29);
        assertThat(asked).containsExactly(SERVER);
        after(1);
        assertThat(asked).containsExactly(SERVER, SERVER);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 404, 405, 481, 500, 501})
    void whoAnswersWorksAgain(int status) {
        ailing.add(SERVER);
        after(1);
        answers.get(0).accept(status);
        assertThat(ailing.contains(SERVER)).isFalse();
        after(60);
        assertThat(asked).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 503})
    void whoDoesNotIsAskedOn(int status) {
        ailing.add(SERVER);
        after(1);
        answers.get(0).accept(status);
        assertThat(ailing.contains(SERVER)).isTrue();
        after(30);
        assertThat(asked).hasSize(2);
    }

    @Test
    void onlyAThousandAreRemembered() {
        for (int i = 0; i < 1_200; i++) {
            ailing.add(SERVER + i);
        }
        assertThat(meters.get(AILING).gauge().value()).isEqualTo(1_000);
    }
}
