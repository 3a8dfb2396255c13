package org.calliope.ims.hss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

import org.calliope.ims.config.ConfigException;
import org.calliope.ims.hss.store.DatabaseAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** conf/hss.properties. */
class HssSettingsTest {

    @TempDir
    Path folder;

    @Test
    void withoutAFileTheDatabaseIsEmbeddedAndTheDemoSubscribersAreThere() {
        HssSettings settings = HssSettings.read(new Properties());

        assertThat(settings.demoSubscribers()).isTrue();
        assertThat(settings.database(folder).url()).startsWith("jdbc:h2:file:" + folder.toAbsolutePath());
        assertThat(settings.rules().keepServerName()).isTrue();
        assertThat(settings.rules().plainUserNames()).isTrue();
        assertThat(settings.consoleOpenOnLoopback()).isTrue();
    }

    @Test
    void twoLinesMakeItMariaDb() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "pa55\n");
        DatabaseAddress address = read("database-url", "jdbc:mariadb://db.example/hss", "database-user", "hss",
                "database-password-file", secret.toString()).database(folder);

        assertThat(address.url()).isEqualTo("jdbc:mariadb://db.example/hss");
        assertThat(address.user()).isEqualTo("hss");
        assertThat(address.password()).isEqualTo("pa55");
    }

    @Test
    void noPasswordIsPrinted() {
        HssSettings settings = read("database-url", "jdbc:mariadb://db.example/hss", "database-password", "pa55");
        assertThat(settings.toString() + settings.database(folder)).doesNotContain("pa55");
    }

    @Test
    void mistakesNameTheirKey() {
        assertThatThrownBy(() -> read("database-urll", "x")).isInstanceOf(ConfigException.class)
                .hasMessageContaining("database-url");
        assertThatThrownBy(() -> read("database-url", "jdbc:oracle:x").database(folder))
                .isInstanceOf(ConfigException.class).hasMessageContaining("jdbc:mariadb:");
        assertThatThrownBy(() -> read("database-pool-size", "0").database(folder))
                .isInstanceOf(ConfigException.class).hasMessageContaining("database-pool-size");
        for (String outside : List.of("9ms", "61s")) {
            assertThatThrownBy(() -> read("diameter-longest-wait", outside).longestWait())
                    .isInstanceOf(ConfigException.class).hasMessageContaining("diameter-longest-wait");
        }
        assertThatThrownBy(() -> read("demo-subscribers", "perhaps")).isInstanceOf(ConfigException.class);
    }

    private static HssSettings read(String... keysAndValues) {
        Properties properties = new Properties();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            properties.setProperty(keysAndValues[i], keysAndValues[i + 1]);
        }
        return HssSettings.read(properties);
    }
}
