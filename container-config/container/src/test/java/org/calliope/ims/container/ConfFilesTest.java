package org.calliope.ims.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.calliope.ims.config.ConfigException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is configured wrongly is said at the start. */
class ConfFilesTest {

    @TempDir
    private Path home;

    @BeforeEach
    void folders() throws IOException {
        Files.createDirectories(home.resolve("conf"));
        Files.createDirectories(home.resolve("deploy"));
    }

    private void conf(String file, String text) throws IOException {
        Files.writeString(home.resolve("conf").resolve(file), text);
    }

    @Test
    void anUnknownKeyOfTheServerStopsTheStartAndNamesTheNearest() throws IOException {
        conf("server.properties", "drain-limt = 5s\n");
        assertThatThrownBy(() -> Server.start(home)).isInstanceOf(ConfigException.class)
            .hasMessageContaining("server.properties").hasMessageContaining("drain-limt").hasMessageContaining("drain-limit");
    }

    @Test
    void anUnknownKeyOfTheTopologyStopsTheStartAndNamesTheNearest() throws IOException {
        conf("ims.properties", "domian = ims.example\n");
        assertThatThrownBy(() -> Server.start(home)).isInstanceOf(ConfigException.class)
            .hasMessageContaining("ims.properties").hasMessageContaining("domian").hasMessageContaining("domain");
    }

    @Test
    void aValueThatMakesNoSenseStopsTheStart() throws IOException {
        conf("server.properties", "liveness-limit = 100ms\n");
        assertThatThrownBy(() -> Server.start(home)).isInstanceOf(ConfigException.class).hasMessageContaining("liveness-limit is 1s or more");
    }

    @Test
    void aFileThatNobodyReadsIsNamedWithTheNearestThatSomebodyWould() throws IOException {
        conf("pcsf.properties", "");
        conf("icscf.properties", "");
        conf("hello.properties", "");
        conf("server.properties", "");
        conf("server.properties.new", "");
        conf("transports.properties", "");
        conf("charging.properties", "");
        Files.writeString(home.resolve("deploy/hello.sar"), "");
        assertThat(ConfFiles.unread(home)).containsExactly(
            "conf/icscf.properties is not read or checked: icscf is not in deploy/",
            "conf/pcsf.properties is read by nobody: there is no pcsf; is pcscf.properties meant?");
    }
}
