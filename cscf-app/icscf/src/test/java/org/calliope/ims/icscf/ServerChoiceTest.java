package org.calliope.ims.icscf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.calliope.ims.cx.ServerCapabilities;
import org.calliope.ims.sip.SipRefusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerChoiceTest {

    private final ServerChoice choice = ServerChoice.of(
            List.of("sip:10.0.0.1:5064 1", "sip:10.0.0.2:5064 1 2", "sip:10.0.0.3:5064 1 2 3"), "sip:127.0.0.1:5064");

    @Test
    void ts29228_6_7_allMandatoryCapabilitiesMustBeThere() {
        assertThat(choose(List.of(2L), List.of())).isEqualTo("sip:10.0.0.2:5064");
        assertThat(choose(List.of(1L), List.of())).isEqualTo("sip:10.0.0.1:5064");
    }

    @Test
    void ts29228_6_7_mostOptionalCapabilitiesWin() {
        assertThat(choose(List.of(1L), List.of(2L, 3L))).isEqualTo("sip:10.0.0.3:5064");
    }

    @Test
    void ts24229_5_3_1_3_noServerWithTheCapabilitiesIs504() {
        assertThatThrownBy(() -> choose(List.of(9L), List.of())).isInstanceOfSatisfying(SipRefusal.class,
                refusal -> assertThat(refusal.status()).isEqualTo(504));
    }

    @Test
    void ts29229_6_3_4_aServerNamedAmongTheCapabilitiesIsTaken() {
        assertThat(choice.choose(Optional.of(new ServerCapabilities(List.of(), List.of(), List.of("sip:other:5064")))))
                .isEqualTo("sip:other:5064");
    }

    @Test
    void withoutAListTheServerOfTheTopologyIsTakenForEverything() {
        ServerChoice only = ServerChoice.of(List.of(), "sip:127.0.0.1:5064");

        assertThat(only.choose(Optional.empty())).isEqualTo("sip:127.0.0.1:5064");
        assertThat(only.choose(Optional.of(new ServerCapabilities(List.of(42L), List.of(), List.of()))))
                .isEqualTo("sip:127.0.0.1:5064");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "sip:10.0.0.1 one", "tel:+1", "sip:10.0.0.1 -1"})
    void aListThatIsNoneStopsTheStart(String entry) {
        assertThatThrownBy(() -> ServerChoice.of(List.of(entry), "")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(entry);
    }

    private String choose(List<Long> mandatory, List<Long> optional) {
        return choice.choose(Optional.of(new ServerCapabilities(mandatory, optional, List.of())));
    }
}
