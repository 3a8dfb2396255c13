package org.calliope.ims.scscf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Properties;
import org.calliope.ims.config.ConfigException;
import org.calliope.ims.config.Settings;
import org.calliope.ims.registration.Cluster;
import org.junit.jupiter.api.Test;

class ScscfSettingsTest {

    @Test
    void theDefaultsAreWhatTheStandardSays() {
        ScscfSettings settings = read();

        assertThat(settings.regAwaitAuth()).as("TS 24.229 7.8").isEqualTo(Duration.ofMinutes(4));
        assertThat(settings.minExpires()).isEqualTo(60);
        assertThat(settings.derivePrivateIdentity()).isTrue();
    }

    @Test
    void timesThatCannotBeAreRefused() {
        assertThatThrownBy(() -> read("min-expires", "8000")).isInstanceOf(ConfigException.class)
                .hasMessageContaining("must ascend");
        assertThatThrownBy(() -> read("max-contacts", "0")).isInstanceOf(ConfigException.class);
    }

    @Test
    void aDiameterIdentityIsANameOfTheDns_rfc6733_4_3_1() {
        assertThat(read().diameterIdentity()).isEmpty();
        assertThat(read("diameter-identity", "scscf2.ims.example").diameterIdentity()).isEqualTo("scscf2.ims.example");
        assertThatThrownBy(() -> read("diameter-identity", "aaa://scscf2")).isInstanceOf(ConfigException.class)
                .hasMessageContaining("diameter-identity is a host name");
    }

    @Test
    void whatAuthenticationCannotOfferIsRefused() {
        assertThatThrownBy(() -> read("digest-algorithms", "MD5, SHA-1")).isInstanceOf(ConfigException.class)
                .hasMessageContaining("SHA-1");
        assertThatThrownBy(() -> read("digest-algorithms", "")).isInstanceOf(ConfigException.class);
        assertThatThrownBy(() -> read("aka-algorithm", "MD5")).hasMessageContaining("AKAv1-MD5 or AKAv2-MD5");
        assertThatThrownBy(() -> read("unchallenged-refresh", "tls-pending")).hasMessageContaining("tls-pending");
        assertThatThrownBy(() -> read("nonce-uses", "0")).isInstanceOf(ConfigException.class);
        assertThatThrownBy(() -> read("lock-out", "2h")).hasMessageContaining("must ascend");
        assertThatThrownBy(() -> read("max-failures", "-1")).hasMessageContaining("negative");
    }

    @Test
    void anUnknownKeyNamesTheNearest() {
        assertThatThrownBy(() -> read("max-contact", "2")).hasMessageContaining("max-contacts");
    }

    @Test
    void registrationsOutliveARestartUnlessSomethingElseIsAskedFor() {
        assertThat(read().registrationStore()).isEqualTo(ScscfSettings.RegistrationStore.FILE);
        assertThatThrownBy(() -> read("registration-store", "files")).hasMessageContaining("registration-store")
                .hasMessageContaining("file").hasMessageContaining("infinispan");
    }

    @Test
    void aClusterListensOnThisMachineUnlessToldOtherwise() {
        Cluster cluster = Stores.cluster(read(), "sip:s1.ims.example");
        assertThat(cluster.listen().getAddress().isLoopbackAddress()).isTrue();
        assertThat(cluster.members()).containsExactly(cluster.listen());
        assertThat(Stores.cluster(read("cluster-address", "127.0.0.2:7801", "cluster-members",
                "127.0.0.1:7801, 127.0.0.2:7801"), "sip:s2.ims.example").members()).hasSize(2);
    }

    @Test
    void addressesOfAClusterThatCanNotBeAreRefused() {
        for (String wrong : new String[] {"127.0.0.1", ":7800", "127.0.0.1:x", "127.0.0.1:65500", "127.0.0.1:0"}) {
            assertThatThrownBy(() -> Stores.cluster(read("cluster-address", wrong), "sip:s"))
                    .isInstanceOf(ConfigException.class).hasMessageContaining("cluster-address");
        }
        assertThatThrownBy(() -> Stores.cluster(read("cluster-members", "127.0.0.1:7900"), "sip:s"))
                .hasMessageContaining("must name cluster-address, 127.0.0.1:7800, too");
    }

    @Test
    void whatLeavesTheDomainGoesNowhereUnlessToldWhere() {
        assertThat(read().foreign()).isEqualTo(Foreign.Routing.OFF);
        assertThat(read().enumSuffix()).isEmpty();
        assertThat(read("foreign", "border", "border", "sip:ibcf.example:5060;transport=tcp").border()).startsWith("sip:ibcf");
        assertThatThrownBy(() -> read("foreign", "border")).hasMessageStartingWith("scscf.properties: border:");
        assertThatThrownBy(() -> read("border", "sip:ibcf.example")).hasMessageStartingWith("scscf.properties: border:");
        assertThatThrownBy(() -> read("foreign", "border", "border", "ibcf.example"))
                .hasMessageStartingWith("scscf.properties: border: 'ibcf.example' is no SIP URI");
        assertThatThrownBy(() -> read("foreign", "on")).hasMessageStartingWith("scscf.properties: foreign:");
        assertThatThrownBy(() -> read("enum-suffix", ".e164.arpa")).hasMessageStartingWith("scscf.properties: enum-suffix:");
        assertThatThrownBy(() -> read("enum-servers", "10.0.0.1, dns.example"))
                .hasMessageStartingWith("scscf.properties: enum-servers: 'dns.example'");
        assertThatThrownBy(() -> read("enum-timeout", "0s")).hasMessageStartingWith("scscf.properties: enum-timeout:");
    }

    private static ScscfSettings read(String... keysAndValues) {
        Properties properties = new Properties();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            properties.setProperty(keysAndValues[i], keysAndValues[i + 1]);
        }
        return Settings.read(ScscfSettings.FILE, properties, ScscfSettings.class);
    }
}
