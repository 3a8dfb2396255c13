package org.calliope.ims.bgcf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.calliope.ims.config.ConfigException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberRulesTest {

    @ParameterizedTest
    @CsvSource({"+49301234, 0301234", "+12125550, 0012125550", "+49160123, 160123", "+49160, 160", "70123, 70123", "+4, 004"})
    void longestBeginningCounts(String number, String there) {
        assertThat(new NumberRules("numbers.berlin", "+49 0, + 00, +49160 160").apply(number)).isEqualTo(there);
    }

    @ParameterizedTest
    @CsvSource({"+49301234, 301234", "+49, +49", "+12, +12"})
    void whatStandsAloneIsTakenAwayAndNoNumberWithIt(String number, String there) {
        assertThat(new NumberRules("numbers.berlin", "+49").apply(number)).isEqualTo(there);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "+49 0,", "49-30 0", "+49 0 1", "* 0", "+49 sip:x"})
    void unusable(String value) {
        assertThatThrownBy(() -> new NumberRules("numbers.berlin", value)).isInstanceOf(ConfigException.class)
            .hasMessageContaining("numbers.berlin").hasMessageContaining("such as +49 0");
    }
}
