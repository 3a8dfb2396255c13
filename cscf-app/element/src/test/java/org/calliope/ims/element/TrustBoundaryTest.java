package org.calliope.ims.element;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustBoundaryTest {

    @ParameterizedTest
    @CsvSource({"id, true", "header;id, true", "'user, ID', true", "none, false", "idle, false", "'', false"})
    void rfc3325_7_privacyIdHidesTheCaller(String privacy, boolean hidden) {
        assertThat(TrustBoundary.hidesIdentity(privacy)).isEqualTo(hidden);
    }
}
