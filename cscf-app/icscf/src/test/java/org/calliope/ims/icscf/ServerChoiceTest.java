package org.calliope.ims.icscf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.calliope.ims.cx.ServerCapabilities;
import org.calliope.ims.sip.SipRefusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerChoiceTest {

    private Instant now = Instant.EPOCH;
    private final Silent silent = new Silent(Duration.ofSeconds(30), () -> now);
    private int taken;
    private final ServerChoice choice = ServerChoice.of(
            List.of("sip:10.0.0.1 1", "sip:10.0.0.2 1 2", "sip:10.0.0.3 1 2 3", "sip:10.0.0.4 1 2"), "", silent,
            equals -> taken++ % equals);

    @Test
    void ts29228_6_7_allMandatoryCapabilitiesMustBeThere() {
        assertThat(choose(List.of(3L), List.of())).contains("sip:10.0.0.3");
        assertThat(choose(List.of(1L, 2L, 3L), List.of())).contains("sip:10.0.0.3");
    }

    @Test
    void ts29228_6_7_mostOptionalCapabilitiesWin() {
        assertThat(choose(List.of(1L), List.of(2L, 3L))).contains("sip:10.0.0.3");
    }

    @Test
    void ts24229_5_3_1_2_equalsShareTheLoad() {
        assertThat(Stream.generate(() -> choose(List.of(1L), List.of()).orElseThrow()).limit(8))
                .containsExactly("sip:10.0.0.1", "sip:10.0.0.2", "sip:10.0.0.3", "sip:10.0.0.4",
                        "sip:10.0.0.1", "sip:10.0.0.2", "sip:10.0.0.3", "sip:10.0.0.4");
    }

    @Test
    void ts24229_5_3_1_3_theNextOneAfterTheBestIsThatWithFewerOptionalCapabilities() {
        assertThat(choose(List.of(1L), List.of(2L, 3L), "sip:10.0.0.3")).contains("sip:10.0.0.2");
        assertThat(choose(List.of(1L), List.of(2L, 3L), "sip:10.0.0.3", "sip:10.0.0.2", "sip:10.0.0.4"))
                .contains("sip:10.0.0.1");
    }

    @Test
    void ts24229_5_3_1_3_whenAllWereTriedThereIsNone() {
        assertThat(choose(List.of(3L), List.of(), "sip:10.0.0.3")).isEmpty();
    }

    @Test
    void ts24229_5_3_1_3_noServerWithTheMandatoryCapabilitiesIs600() {
        assertThatThrownBy(() -> choose(List.of(9L), List.of())).isInstanceOfSatisfying(SipRefusal.class,
                refusal -> assertThat(refusal.status()).isEqualTo(600));
    }

    @Test
    void ts29229_6_3_4_serversNamedAmongTheCapabilitiesArePreferredInTheirOrder() {
        ServerCapabilities wanted = new ServerCapabilities(List.of(3L), List.of(), List.of("sip:x", "sip:y"));

        assertThat(choice.choose(Optional.of(wanted), Set.of())).contains("sip:x");
        assertThat(choice.choose(Optional.of(wanted), Set.of("sip:x"))).contains("sip:y");
        assertThat(choice.choose(Optional.of(wanted), Set.of("sip:x", "sip:y"))).contains("sip:10.0.0.3");
    }

    @Test
    void ts29229_6_3_4_namedServersNeedNoneThatIsAbleOnTheList() {
        ServerCapabilities wanted = new ServerCapabilities(List.of(9L), List.of(), List.of("sip:x"));

        assertThat(choice.choose(Optional.of(wanted), Set.of())).contains("sip:x");
        assertThat(choice.choose(Optional.of(wanted), Set.of("sip:x"))).isEmpty();
    }

    @Test
    void ts23380_4_2_aServerThatWasSilentLatelyIsTakenOnlyWhenNobodyElseIsLeft() {
        silent.add("sip:10.0.0.3");

        assertThat(choose(List.of(2L), List.of(3L))).contains("sip:10.0.0.2");
        assertThat(choose(List.of(3L), List.of())).as("the only one").contains("sip:10.0.0.3");

        now = now.plusSeconds(31);
        assertThat(choose(List.of(2L), List.of(3L))).contains("sip:10.0.0.3");
    }

    @Test
    void withoutAListTheServerOfTheTopologyIsTakenForEverything() {
        ServerChoice only = ServerChoice.of(List.of(), "sip:127.0.0.1:5064", silent, equals -> 0);

        assertThat(only.choose(Optional.empty(), Set.of())).contains("sip:127.0.0.1:5064");
        assertThat(only.choose(Optional.of(new ServerCapabilities(List.of(42L), List.of(), List.of())), Set.of()))
                .contains("sip:127.0.0.1:5064");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "sip:10.0.0.1 one", "tel:+1", "sip:10.0.0.1 -1"})
    void aListThatIsNoneStopsTheStart(String entry) {
        assertThatThrownBy(() -> ServerChoice.of(List.of(entry), "", silent, equals -> 0))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining(entry);
    }

    private Optional<String> choose(List<Long> mandatory, List<Long> optional, String... tried) {
        return choice.choose(Optional.of(new ServerCapabilities(mandatory, optional, List.of())), Set.of(tried));
    }
}
