package org.calliope.ims.icscf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.calliope.ims.config.ConfigException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServicesTest {

    private final Services services = new Services(List.of("counseling=sip:help@ims.example", "Counseling.Children = tel:+49116111",
        "directory.white=tel:+4911833"), "ims.example");

    @ParameterizedTest
    @CsvSource({"urn:service:counseling, sip:help@ims.example", "URN:Service:COUNSELING, sip:help@ims.example",
        "urn:service:counseling.children, tel:+49116111", "urn:service:counseling.children.night, tel:+49116111",
        "urn:service:counseling.mental-health, sip:help@ims.example"})
    @DisplayName("RFC 5031 4.1: a kind of a service that nobody offers is offered by who offers the service")
    void offered(String urn, String uri) {
        assertThat(services.offering(urn)).contains(uri);
    }

    @ParameterizedTest
    @ValueSource(strings = {"urn:service:directory", "urn:service:", "urn:service:.", "urn:service:sos", "sip:counseling@ims.example", "urn:uuid:1"})
    void nobody(String uri) {
        assertThat(services.offering(uri)).isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sos=sip:help@ims.example", "sos.fire=sip:help@ims.example", "counseling", "=sip:help@ims.example",
        "a..b=sip:help@ims.example", "-a=sip:help@ims.example", "counseling=sip:help@other.example", "counseling=sip:ims.example",
        "counseling=urn:service:counseling"})
    void unusable(String entry) {
        assertThatThrownBy(() -> new Services(List.of(entry), "ims.example")).isInstanceOf(ConfigException.class)
            .hasMessageContaining("icscf.properties").hasMessageContaining(entry);
    }

    @Test
    void none() {
        assertThat(new Services(List.of(), "ims.example").offering("urn:service:counseling")).isEmpty();
    }
}
