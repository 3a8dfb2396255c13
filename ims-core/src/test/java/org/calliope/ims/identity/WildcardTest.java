package org.calliope.ims.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TS 23.003 13.4A, 13.5. */
class WildcardTest {

    private static final String ROOMS = "sip:room-!.*!@ims.example";

    @Test
    void aHeaderNamesItAsAnAddress() {
        assertThat(Wildcard.parse("<" + ROOMS + ">").text()).isEqualTo(ROOMS);
        assertThat(Wildcard.parse("\"Rooms <all>\" <" + ROOMS + ">;x=y").text()).isEqualTo(ROOMS);
        assertThat(Wildcard.parse(' ' + ROOMS).text()).isEqualTo(ROOMS);
    }

    @Test
    void itIsCompiledOnceHoweverOftenItIsNamed() {
        assertThat(Wildcard.of(new StringBuilder(ROOMS).toString())).isSameAs(Wildcard.of(ROOMS));
    }

    /** It goes into headers of SIP messages as it stands. */
    @ParameterizedTest
    @ValueSource(strings = {"sip:a!.\r\nX: y!@b", "sip:a!.*>!@b", "sip:a<!.*!@b", "sip:a!.*!@b>,<sip:c", "sip:a!!@b",
        "mailto:!.*!@b", "<sip:a!.*!@b", ""})
    void whatIsNoneIsRefused(String none) {
        assertThatIllegalArgumentException().isThrownBy(() -> Wildcard.parse(none));
        assertThatIllegalArgumentException().isThrownBy(() -> Wildcard.of("sip:" + "a".repeat(1_024) + "!.*!@b"));
    }

    @Test
    void ts23003_13_5_ofSeveralTheMostSpecificStandsForAnIdentity() {
        Wildcards wildcards = Wildcards.of(List.of("sip:!.*!@ims.example", ROOMS));

        assertThat(wildcards.matching("sip:room-7@ims.example")).contains(Wildcard.of(ROOMS));
        assertThat(wildcards.matching("sip:hall@ims.example").map(Wildcard::text)).contains("sip:!.*!@ims.example");
        assertThat(wildcards.matching("sip:room-7@other.example")).isEmpty();
        assertThat(Wildcards.NONE.matching("sip:room-7@ims.example")).isEmpty();
    }
}
