package org.calliope.ims.icscf;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SelectionTest {

    private final ServerChoice choice = ServerChoice.of(List.of("sip:a", "sip:b", "sip:c", "sip:d"), "",
            new Silent(Duration.ofSeconds(30), () -> Instant.EPOCH), equals -> 0);

    @Test
    void ts24229_5_3_1_3_noServerIsTakenTwice() {
        Selection selection = byCapabilities(10, Set.of("sip:b"));

        assertThat(selection.next()).contains("sip:a");
        assertThat(selection.next()).contains("sip:c");
        assertThat(selection.current()).isEqualTo("sip:c");
        assertThat(selection.next()).contains("sip:d");
        assertThat(selection.next()).isEmpty();
        assertThat(selection.noneLeft().status()).isEqualTo(504);
        assertThat(selection.noneLeft().values().get("tried")).contains("sip:a", "sip:b", "sip:c", "sip:d");
    }

    @Test
    void ts24229_5_3_1_3_theNumberOfTriesIsBounded() {
        Selection selection = byCapabilities(2, Set.of());

        assertThat(selection.next()).isPresent();
        assertThat(selection.next()).isPresent();
        assertThat(selection.next()).isEmpty();
    }

    @Test
    void ts24229_5_3_1_2_theServerThatTheHssNamesIsTaken() {
        Selection selection = new Selection(choice, Optional.of("sip:x"), Optional.empty(), 3, Set.of());

        assertThat(selection.isNamed()).isTrue();
        assertThat(selection.next()).contains("sip:x");
    }

    private Selection byCapabilities(int tries, Set<String> tried) {
        return new Selection(choice, Optional.empty(), Optional.empty(), tries, tried);
    }
}
