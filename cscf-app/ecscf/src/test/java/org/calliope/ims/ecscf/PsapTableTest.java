package org.calliope.ims.ecscf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.calliope.ims.config.ConfigException;
import org.calliope.ims.config.Settings;
import org.calliope.ims.element.PeerServer;
import org.calliope.ims.node.SipEndpoint;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PsapTableTest {

    private static final SipEndpoint BGCF = new SipEndpoint("127.0.0.1", 5066);
    private static final String[] CITY = {"psap.berlin", "sip:192.0.2.20;transport=tcp", "psap.fire", "sip:192.0.2.21 untrusted",
        "psap.phone", "tel:+49-30-112", "polygon.mitte", "52.50 13.35, 52.54 13.35, 52.54 13.43, 52.50 13.43",
        "polygon.city", "52.3 13.0, 52.7 13.0, 52.7 13.8, 52.3 13.8", "civic.germany", "country=DE", "civic.Munich", "country=DE, A3=München",
        "area.mitte", "berlin", "area.mitte.fire", "fire, berlin", "area.city", "fire", "area.germany", "berlin", "area.munich", "fire",
        "cell.262-01", "berlin", "cell.26201d4c3", "fire", "cell.26201d4c3.Police", "berlin", "default", "phone", "default.fire", "phone, fire"};

    private static Properties properties(String... keysAndValues) {
        Properties properties = new Properties();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            properties.setProperty(keysAndValues[i], keysAndValues[i + 1]);
        }
        return properties;
    }

    private static Location at(Double latitude, Double longitude, String country, String city, String cell) {
        Map<String, String> civic = country == null ? Map.of() : city == null ? Map.of("country", country)
                : Map.of("country", country, "A3", city);
        return new Location(latitude == null ? Optional.empty() : Optional.of(new Position(latitude, longitude)), civic,
                cell == null ? List.of() : List.of(cell));
    }

    @ParameterizedTest
    @CsvSource({"52.52, 13.40, , , , '', area.mitte, berlin phone", "52.52, 13.40, , , , .fire, area.mitte.fire, fire berlin phone",
        "52.52, 13.40, , , , .fire.forest, area.mitte.fire, fire berlin phone", "52.40, 13.10, , , , '', area.city, fire phone",
        "52.52, 13.40, DE, München, 26201d4c3aa, '', area.mitte, berlin phone", "48.1, 11.5, de, münchen, 26201d4c3aa, '', area.munich, fire phone",
        ", , DE, Hamburg, 26201d4c3aa, '', area.germany, berlin phone", ", , FR, Paris, 26201d4c3aa, '', cell.26201d4c3, fire phone",
        ", , , , 26201d4c3aa, .police, cell.26201d4c3.police, berlin phone", ", , , , 26201d4c3aa, .fire, cell.26201d4c3, fire phone",
        ", , , , 26201ffff, '', cell.26201, berlin phone", ", , , , 26202ffff, '', default, phone", ", , , , , .fire, default.fire, phone fire",
        "1.0, 1.0, , , , .fire, default.fire, phone fire"})
    @DisplayName("TS 24.229 5.11.2: the narrowest place that is known, with the kind of service; and behind it who is there for everybody")
    void places(Double latitude, Double longitude, String country, String city, String cell, String service, String key, String psaps) {
        PsapTable.Route route = new PsapTable(properties(CITY), BGCF).find(at(latitude, longitude, country, city, cell), service).orElseThrow();

        assertThat(route.key()).isEqualTo(key);
        assertThat(route.psaps()).extracting(PeerServer::name).containsExactly(psaps.split(" "));
    }

    @Test
    void aTelephoneNumberIsReachedByTheBgcf() {
        PsapTable table = new PsapTable(properties(CITY), BGCF);
        PeerServer phone = table.find(Location.UNKNOWN, "").orElseThrow().psaps().get(0);

        assertThat(table.number(phone)).contains("tel:+49-30-112");
        assertThat(phone.uri()).isEqualTo(BGCF.uri());
    }

    @Test
    void withoutADefaultWhoIsNowhereHasNobody() {
        PsapTable table = new PsapTable(properties("psap.a", "sip:192.0.2.1", "cell.262", "a"), BGCF);

        assertThat(table.find(Location.UNKNOWN, "")).isEmpty();
        assertThat(table.find(at(null, null, null, null, "26201"), ".ambulance")).isPresent();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"psap.a|192.0.2.1|no SIP URI", "psap.a|tel:112|no SIP URI", "psap.a.b|sip:192.0.2.1|letters",
        "polygon.a|1 2, 3 4|3 to 1000 corners", "polygon.a|1 2, 3 4, x y|latitude and longitude", "polygon.a|1 2, 3 4, 91 0|latitude and longitude",
        "polygon.a|1 2, 3 4, NaN 0|latitude and longitude",
        "civic.a|Berlin|civic address", "area.a|x|there is no polygon.a nor civic.a in this file", "default|x|there is no psap.x in this file, but []",
        "cell.262||there is no psap. in this file"})
    void whatCannotBeUsedStopsTheStart(String key, String value, String reason) {
        assertThatThrownBy(() -> new PsapTable(properties(key, value == null ? "" : value), BGCF)).isInstanceOf(ConfigException.class)
                .hasMessageContaining("ecscf.properties").hasMessageContaining(key).hasMessageContaining(reason);
    }

    @Test
    void otherKeysAreTheSettings() {
        Properties file = properties(CITY);
        file.setProperty("psap-timeout", "2s");

        assertThat(Settings.read(EcscfSettings.FILE, PsapTable.others(file), EcscfSettings.class).psapTimeout().toSeconds()).isEqualTo(2);
        file.setProperty("defaults", "berlin");
        assertThatThrownBy(() -> Settings.read(EcscfSettings.FILE, PsapTable.others(file), EcscfSettings.class))
                .isInstanceOf(ConfigException.class).hasMessageContaining("defaults");
    }
}
