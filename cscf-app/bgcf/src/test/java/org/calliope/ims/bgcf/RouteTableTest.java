package org.calliope.ims.bgcf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Properties;
import org.calliope.ims.config.ConfigException;
import org.calliope.ims.config.Settings;
import org.calliope.ims.element.PeerServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTableTest {

    private static final String[] LAB = {"gateway.berlin", "sip:192.0.2.10", "gateway.hamburg",
        "sip:192.0.2.11:5080;transport=tcp untrusted", "prefix.+49", "berlin 1 70, hamburg 1 30", "prefix.+4930", "berlin",
        "prefix.*", "hamburg 2", "prefix.70", "berlin", "domain.other.example", "berlin", "trunk.TG1@gw.example", "hamburg"};

    private static Properties properties(String... keysAndValues) {
        Properties properties = new Properties();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            properties.setProperty(keysAndValues[i], keysAndValues[i + 1]);
        }
        return properties;
    }

    @ParameterizedTest
    @CsvSource({"tel:+4930123, prefix.+4930", "tel:+49-40-1, prefix.+49", "tel:+1212, prefix.*",
        "'sip:+4930123@ims.example;user=phone', prefix.+4930", "'tel:+4930123;npdi;rn=+4989', prefix.+49",
        "'tel:+1212;npdi;rn=+49-30', prefix.+4930", "tel:7042;phone-context=ims.example, prefix.70",
        "'tel:+4930123;tgrp=tg1;trunk-context=gw.example', trunk.tg1@gw.example",
        "'tel:+4930123;tgrp=tg2;trunk-context=gw.example', prefix.+4930", "sip:bob@Other.example, domain.other.example"})
    @DisplayName("TS 24.229 5.6.2, RFC 4694, RFC 4904: the trunk group, the longest prefix of routing number or number, the domain")
    void routes(String uri, String key) {
        assertThat(new RouteTable(properties(LAB)).find(uri).orElseThrow().key()).isEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource({"tel:+49-30-1234, sip:0301234@192.0.2.10:5060", "'tel:+12125550;npdi;rn=+1999', sip:0012125550@192.0.2.10:5060",
        "'sip:+49301234@ims.example;user=phone', sip:0301234@192.0.2.10:5060", "'tel:+881;x=1', 'sip:+881@192.0.2.10:5060;user=phone'",
        "tel:*21*7#;phone-context=ims.example, sip:*21*7%23@192.0.2.10:5060"})
    @DisplayName("TS 24.229 5.6.2: a gateway gets numbers as it wants them, at its own address")
    void rewritten(String called, String sent) {
        Properties lab = properties(LAB);
        lab.setProperty("numbers.berlin", "+49 0, + 00, +88 +88");
        RouteTable table = new RouteTable(lab);

        assertThat(table.rewritten(called, table.find("tel:+4930").orElseThrow().choices().get(0).gateway())).contains(sent);
        assertThat(table.rewritten(called, table.find("tel:+1").orElseThrow().choices().get(0).gateway())).isEmpty();
        assertThat(table.rewritten("sip:bob@other.example", table.find("sip:bob@other.example").orElseThrow().choices().get(0).gateway())).isEmpty();
    }

    @Test
    @DisplayName("TS 24.229 5.6.2: where no route leads")
    void nowhere() {
        assertThat(new RouteTable(properties(LAB)).find("sip:bob@third.example")).isEmpty();
        assertThat(new RouteTable(properties()).find("tel:+4930")).isEmpty();
    }

    @Test
    void gatewaysArePrioritisedAndTrustedUnlessToldOtherwise() {
        RouteTable table = new RouteTable(properties(LAB));

        assertThat(table.find("tel:+4940").orElseThrow().choices()).extracting(Choice::priority, Choice::weight)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(1, 70), org.assertj.core.groups.Tuple.tuple(1, 30));
        assertThat(table.gateways()).containsExactlyInAnyOrder(new PeerServer("berlin", "sip:192.0.2.10", true),
                new PeerServer("hamburg", "sip:192.0.2.11:5080;transport=tcp", false));
        assertThat(table.gateways()).extracting(PeerServer::hostPort).containsExactlyInAnyOrder("192.0.2.10:5060", "192.0.2.11:5080");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"gateway.b|192.0.2.10|no SIP URI", "gateway.b|sip:192.0.2.10:70000|no SIP URI",
        "gateway.b|sip:192.0.2.10 trusted|untrusted", "numbers.b|+49 0|there is no gateway.b in this file, but []",
        "prefix.+49|b|there is no gateway.b in this file, but []",
        "prefix.+49|b x|priority and weight", "prefix.+49|''|priority and weight", "prefix.x49|b|no beginning of a number",
        "prefix.|b|no beginning of a number", "domain.a.example|b|there is no gateway.b", "trunk.a|b|there is no gateway.b"})
    void whatCanNotBeIsToldWithItsKey(String key, String value, String why) {
        assertThatThrownBy(() -> new RouteTable(properties(key, value))).isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("bgcf.properties: " + key + ":").hasMessageContaining(why);
        assertThatThrownBy(() -> new RouteTable(properties("gateway.b", "sip:b.example", "prefix.+1", "b 70000")))
                .hasMessageContaining("70000 is more than 65535");
    }

    @Test
    void otherKeysAreSettings() {
        assertThat(settings(LAB)).isEqualTo(settings());
        assertThatThrownBy(() -> settings("gatway.b", "sip:b.example")).hasMessageStartingWith("bgcf.properties: gatway.b: unknown");
        assertThatThrownBy(() -> settings("gateway-timeout", "10ms")).hasMessageContaining("gateway-timeout");
    }

    private static BgcfSettings settings(String... keysAndValues) {
        return Settings.read(BgcfSettings.FILE, RouteTable.others(properties(keysAndValues)), BgcfSettings.class);
    }
}
