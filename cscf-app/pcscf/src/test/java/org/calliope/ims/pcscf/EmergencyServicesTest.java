package org.calliope.ims.pcscf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.calliope.ims.pcscf.EmergencyServices.Service;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmergencyServicesTest {

    private static final EmergencyServices SERVICES = new EmergencyServices(List.of("112", "110=police", "*77#=Sos-x.y"),
            List.of("ims.example", "192.0.2.1"));

    @ParameterizedTest
    @CsvSource({"urn:service:sos, urn:service:sos, ''", "URN:service:SOS.Fire, urn:service:sos.fire, ''",
        "urn:service:sos.ecall.manual, urn:service:sos.ecall.manual, ''", "tel:112, urn:service:sos, 112",
        "tel:112;phone-context=ims.example, urn:service:sos, 112", "tel:1-1-0, urn:service:sos.police, 110",
        "sip:112@ims.example, urn:service:sos, 112", "sip:110@IMS.example:5060;user=phone, urn:service:sos.police, 110",
        "sips:112@192.0.2.1;transport=tls, urn:service:sos, 112", "sip:112;phone-context=x@ims.example, urn:service:sos, 112",
        "tel:*77#;phone-context=ims.example, urn:service:sos.sos-x.y, *77#"})
    @DisplayName("TS 24.229 5.2.10.1, RFC 5031 4.2: an emergency service URN, or a number that is set")
    void emergencies(String uri, String urn, String number) {
        assertThat(SERVICES.of(uri)).contains(new Service(urn, number));
    }

    @ParameterizedTest
    @ValueSource(strings = {"urn:service:sosx", "urn:service:counseling", "urn:service:sos..fire", "urn:service:sos.-", "tel:1120", "tel:+49112",
        "sip:112@other.example", "sip:alice112@ims.example", "sip:ims.example", "sip:@ims.example", "tel:", "112", ""})
    void others(String uri) {
        assertThat(SERVICES.of(uri)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "one", "112=", "112=a b", "112=.", "112345678901234567"})
    void whatIsNoNumberIsRefused(String number) {
        assertThatThrownBy(() -> new EmergencyServices(List.of(number), List.of())).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("emergency number");
    }
}
