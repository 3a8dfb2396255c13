package org.calliope.ims.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.calliope.ims.config.ConfigException;
import org.calliope.ims.node.ElementState.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeTest {

    @TempDir
    private Path home;

    @Test
    void withoutFilesEverythingIsDefault() {
        try (Node node = Node.at(home)) {
            assertThat(node.topology()).isEqualTo(Topology.defaults()).isEqualTo(new Topology("ims.example",
                    new SipEndpoint("127.0.0.1", 5060), new SipEndpoint("127.0.0.1", 5062),
                    new SipEndpoint("127.0.0.1", 5064), new SipEndpoint("127.0.0.1", 5066),
                    new SipEndpoint("127.0.0.1", 5068),
                    new DiameterEndpoint("127.0.0.1", 3868)));
            assertThat(node.config("pcscf")).isEmpty();
            assertThat(node.data()).isDirectory().isEqualTo(home.resolve("data"));
            assertThat(node.registrations().size()).isZero();
            assertThat(node.trace().sequence()).isZero();
        }
    }

    @Test
    void readsItsFiles() throws IOException {
        Files.createDirectories(home.resolve("conf"));
        Files.writeString(home.resolve("conf/ims.properties"),
                "domain = Home.NET\nscscf = sip:[::1]\nhss = aaa://hss.home.net\n");
        Files.writeString(home.resolve("conf/scscf.properties"), "min-expires = 30s\n");
        try (Node node = Node.at(home)) {
            assertThat(node.topology().domain()).isEqualTo("home.net");
            assertThat(node.topology().scscf().uri()).isEqualTo("sip:[::1]:5060");
            assertThat(node.topology().hss().uri()).isEqualTo("aaa://hss.home.net:3868");
            assertThat(node.config("scscf")).containsEntry("min-expires", "30s");
        }
    }

    @Test
    void anHssMayHaveStandIns() {
        Properties properties = new Properties();
        properties.setProperty("hss", "aaa://10.0.0.3, aaa://10.0.0.4:3869,aaa://[::1]");
        Topology topology = Topology.from(properties);

        assertThat(topology.hss().uri()).isEqualTo("aaa://10.0.0.3:3868");
        assertThat(topology.hssStandIns()).extracting(DiameterEndpoint::uri)
                .containsExactly("aaa://10.0.0.4:3869", "aaa://[::1]:3868");
        assertThat(Topology.defaults().hssStandIns()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"hss, 'aaa://10.0.0.3,'", "pcscf, 127.0.0.1:5060", "icscf, aaa://127.0.0.1", "hss, sip:127.0.0.1:3868",
        "scscf, sip:127.0.0.1:70000", "scscf, sip:127.0.0.1:0", "hss, aaa://", "pcsf, sip:127.0.0.1"})
    void aBadAddressNamesFileAndKey(String key, String value) {
        Properties properties = new Properties();
        properties.setProperty(key, value);
        assertThatExceptionOfType(ConfigException.class).isThrownBy(() -> Topology.from(properties))
                .withMessageStartingWith("ims.properties: " + key + ": ");
    }

    @Test
    void elementsTellTheirStateSinceWhenItChanged() {
        Elements elements = new Elements();
        elements.up(Role.SCSCF, "sip:127.0.0.1:5064");
        elements.starting(Role.PCSCF, "");
        elements.down(Role.PCSCF, "port in use");
        var first = elements.list().get(1).since();
        elements.up(Role.SCSCF, "sip:127.0.0.1:5066");

        assertThat(elements.list()).extracting(ElementState::role).containsExactly(Role.PCSCF, Role.SCSCF);
        assertThat(elements.list()).extracting(ElementState::state).containsExactly(State.DOWN, State.UP);
        assertThat(elements.list().get(1).since()).isEqualTo(first);
        assertThat(elements.list().get(1).detail()).isEqualTo("sip:127.0.0.1:5066");
    }

    @Test
    void aDiameterHostIsNamedByItsRole() {
        assertThat(Role.labelOf("icscf.ims.example")).isEqualTo("I-CSCF");
        assertThat(Role.labelOf("HSS")).isEqualTo("HSS");
        assertThat(Role.labelOf("hss2.other.example")).isEqualTo("hss2.other.example");
    }
}
