package org.calliope.ims.icscf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Properties;
import org.calliope.ims.config.ConfigException;
import org.calliope.ims.config.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IcscfSettingsTest {

    @Test
    void rfc3261_17_1_2_2_byDefaultAllTriesAreOverBeforeTheUeGivesUp() {
        IcscfSettings settings = read("scscf-memory", "30s");

        assertThat(settings.scscfTimeout().multipliedBy(settings.scscfTries())).isLessThan(Duration.ofSeconds(32));
    }

    @ParameterizedTest
    @CsvSource({"scscf-timeout, 500ms", "scscf-timeout, 10s", "scscf-tries, 0", "scscf-tries, 11", "scscf-tries, 7"})
    void rfc3261_17_1_2_2_triesThatOutlastTheUeStopTheStart(String key, String value) {
        assertThatThrownBy(() -> read(key, value)).isInstanceOf(ConfigException.class)
                .hasMessageContaining("scscf-t");
    }

    private static IcscfSettings read(String key, String value) {
        Properties properties = new Properties();
        properties.setProperty(key, value);
        return Settings.read(IcscfSettings.FILE, properties, IcscfSettings.class);
    }
}
