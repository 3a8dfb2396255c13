package org.calliope.ims.rf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import org.calliope.ims.cx.ChargingInformation;
import org.calliope.ims.diameter.PeerAddress;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChargingFunctionsTest {

    private static final List<PeerAddress> TWO = ChargingFunctions.parse(List.of("aaa://CDF.ims.example", "aaa://10.0.0.7:3869 cdf2.ims.example"));

    @Test
    @DisplayName("RFC 6733 4.3.1: a Diameter URI, whose host is the identity too unless that stands behind it")
    void configured() {
        assertThat(TWO).containsExactly(new PeerAddress("cdf.ims.example", "CDF.ims.example", 3868),
                new PeerAddress("cdf2.ims.example", "10.0.0.7", 3869));
        assertThat(ChargingFunctions.parse(List.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cdf.ims.example", "sip:cdf.ims.example", "aaa://cdf.ims.example:0", "aaa://cdf.ims.example:70000",
        "aaa://[::1]", "aaa://10.0.0.7 no name", "aaa://cdf.ims.example;transport=tcp", ""})
    @DisplayName("what is none is said")
    void wrong(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ChargingFunctions.parse(List.of(text)))
                .withMessageContaining("is no charging function");
    }

    @Test
    @DisplayName("RFC 6733 4.3.1: two functions of one identity could not be told apart")
    void twice() {
        assertThatIllegalArgumentException().isThrownBy(() -> ChargingFunctions.parse(List.of("aaa://10.0.0.1 cdf.ims.example",
                "aaa://cdf.ims.example"))).withMessageContaining("twice");
    }

    private static List<String> preferred(String primary, String secondary) {
        return ChargingFunctions.preferred(TWO, Optional.of(new ChargingInformation("aaa://ocs", "", primary, secondary)));
    }

    @Test
    @DisplayName("TS 29.229 6.3.21, 6.3.22: what the HSS names goes first, as far as it is configured")
    void toldByHss() {
        assertThat(preferred("aaa://cdf2.ims.example:3868;transport=tcp", "aaa://cdf.ims.example")).containsExactly("cdf2.ims.example",
                "cdf.ims.example");
        assertThat(preferred("aaa://unknown.example", "CDF2.ims.example")).containsExactly("cdf2.ims.example");
        assertThat(preferred("aaa://unknown.example", "")).isEmpty();
        assertThat(ChargingFunctions.preferred(TWO, Optional.empty())).isEmpty();
    }
}
