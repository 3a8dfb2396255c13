package org.calliope.ims.ecscf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AccessNetworkTest {

    @Test
    @DisplayName("TS 24.229 7.2A.4: the cell of each access, what the network says first")
    void cells() {
        assertThat(AccessNetwork.cells(List.of("3GPP-E-UTRAN-FDD; utran-cell-id-3gpp=26201D4C3AA",
                "3GPP-GERAN; cgi-3gpp=\"262-01-00ff\"; network-provided", "IEEE-802.11; i-wlan-node-id=aa-bb-cc",
                "ADSL; dsl-location=\"x\"", "", ";;=")))
                .containsExactly("2620100ff", "26201d4c3aa", "aabbcc");
    }
}
