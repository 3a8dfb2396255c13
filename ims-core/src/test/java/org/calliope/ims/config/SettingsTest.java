package org.calliope.ims.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

    enum Tolerance { NONE, PLAIN_USER_NAME }

    private record Everything(@Default("x") String realmName, @Default("1") int maxContacts, @Default("2") long bytes,
                              @Default("0.5") double share, @Default("true") boolean enabled,
                              @Default("30s") Duration minExpires, @Default("data/hss") Path store,
                              @Default("none") Tolerance tolerance, @Default("a, b") List<String> names) {

        Everything {
            if (maxContacts < 1) {
                throw new IllegalArgumentException("max-contacts must be 1 or more");
            }
        }
    }

    private record Required(String domain) {
    }

    private static Properties properties(String... pairs) {
        Properties properties = new Properties();
        for (int i = 0; i < pairs.length; i += 2) {
            properties.setProperty(pairs[i], pairs[i + 1]);
        }
        return properties;
    }

    private static ConfigException refused(String... pairs) {
        return catchThrowableOfType(ConfigException.class,
                () -> Settings.read("scscf.properties", properties(pairs), Everything.class));
    }

    @Test
    void defaultsStandInTheRecord() {
        assertThat(Settings.read("f", new Properties(), Everything.class)).isEqualTo(new Everything("x", 1, 2, 0.5,
                true, Duration.ofSeconds(30), Path.of("data/hss"), Tolerance.NONE, List.of("a", "b")));
    }

    @Test
    void keysAreKebabCase() {
        Everything read = Settings.read("f", properties("realm-name", " y ", "max-contacts", "5", "bytes", "8589934592",
                "enabled", "false", "min-expires", "5m", "store", "s", "tolerance", "plain-user-name", "names", "",
                "share", "1"), Everything.class);
        assertThat(read).isEqualTo(new Everything("y", 5, 8_589_934_592L, 1, false, Duration.ofMinutes(5), Path.of("s"),
                Tolerance.PLAIN_USER_NAME, List.of()));
    }

    @ParameterizedTest
    @CsvSource({"500ms, PT0.5S", "0s, PT0S", "2h, PT2H", "2d, PT48H", "3 m, PT3M"})
    void durations(String text, Duration expected) {
        assertThat(Settings.read("f", properties("min-expires", text), Everything.class).minExpires())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"min-expire, min-expires", "minExpires, min-expires", "min_expires, min-expires",
        "max-contact, max-contacts", "TOLERANCE, tolerance", "realmname, realm-name"})
    void anUnknownKeyNamesTheNearestValidOne(String wrong, String nearest) {
        ConfigException refusal = refused(wrong, "1");
        assertThat(refusal.nearest()).contains(nearest);
        assertThat(refusal.key()).isEqualTo(wrong);
        assertThat(refusal).hasMessage("scscf.properties: " + wrong + ": unknown key; did you mean " + nearest + "?");
    }

    @ParameterizedTest
    @CsvSource({"max-contacts, many, whole number", "max-contacts, 3000000000, whole number",
        "bytes, 1.5, whole number", "enabled, yes, neither true nor false", "min-expires, 30, no duration",
        "min-expires, -3s, no duration", "tolerance, all, 'none, plain-user-name'", "share, half, no number"})
    void aBadValueSaysWhatWouldBeRight(String key, String value, String reason) {
        ConfigException refusal = refused(key, value);
        assertThat(refusal.key()).isEqualTo(key);
        assertThat(refusal.file()).isEqualTo("scscf.properties");
        assertThat(refusal.reason()).contains(reason).contains(value);
    }

    @Test
    void theRecordItselfMayRefuse() {
        assertThat(refused("max-contacts", "0")).hasMessageContaining("max-contacts must be 1 or more");
    }

    @Test
    void aKeyWithoutDefaultIsRequired() {
        ConfigException refusal = catchThrowableOfType(ConfigException.class,
                () -> Settings.read("f.properties", new Properties(), Required.class));
        assertThat(refusal).hasMessage("f.properties: domain: missing, and there is no default");
    }
}
