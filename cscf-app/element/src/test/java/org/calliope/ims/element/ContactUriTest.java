package org.calliope.ims.element;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.calliope.ims.sip.SipRefusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContactUriTest {

    @ParameterizedTest
    @CsvSource(delimiter = ' ', value = {
        "sip:alice@127.0.0.1:5070 127.0.0.1 5070 udp",
        "sip:alice@127.0.0.1 127.0.0.1 5060 udp",
        "sip:alice@127.0.0.1:5070;transport=TCP;ob 127.0.0.1 5070 tcp",
        "sip:127.0.0.1:5070 127.0.0.1 5070 udp",
        "sips:alice@phone.example phone.example 5061 tls",
        "sip:alice@[::1]:5070 [::1] 5070 udp",
        "sip:alice@[::1] [::1] 5060 udp"})
    void whereAContactIsReached(String uri, String host, int port, String transport) {
        ContactUri contact = ContactUri.parse(uri);

        assertThat(contact.host()).isEqualTo(host);
        assertThat(contact.port()).isEqualTo(port);
        assertThat(contact.transport()).isEqualTo(transport);
    }

    @Test
    void rfc3261_19_1_4_spellingsOfOneContactAreEqual() {
        String key = ContactUri.parse("sip:alice@Phone.Example:5070;transport=udp").key();

        assertThat(ContactUri.parse("sip:alice@phone.example:5070;ob").key()).isEqualTo(key);
        assertThat(ContactUri.parse("sip:Alice@phone.example:5070").key()).isNotEqualTo(key);
        assertThat(ContactUri.parse("sip:alice@phone.example:5071").key()).isNotEqualTo(key);
        assertThat(ContactUri.parse("sip:alice@phone.example:5070;transport=tcp").key()).isNotEqualTo(key);
    }

    @Test
    void aPasswordDoesNotMakeAnotherContact() {
        assertThat(ContactUri.parse("sip:alice:x@phone.example").key())
                .isEqualTo(ContactUri.parse("sip:alice@phone.example").key());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tel:+4930123", "mailto:alice@x.example", "alice", "sip:alice@", "sip:a@x.example:99999"})
    void whatCannotBeReachedIs400(String uri) {
        assertThatThrownBy(() -> ContactUri.parse(uri)).isInstanceOfSatisfying(SipRefusal.class,
                refusal -> assertThat(refusal.status()).isEqualTo(400));
    }

    @Test
    void ts24229_7_2A_13_anEmergencyContactSaysSos() {
        for (String uri : new String[] {"sip:a@h;sos", "sip:a@h;transport=tcp;SOS;ob", "sip:a@h;sos=", "sip:a@h;sos?x=y"}) {
            assertThat(ContactUri.emergency(uri)).as(uri).isTrue();
        }
        for (String uri : new String[] {"sip:sos@h", "sip:a@h", "sip:a@h;sosx", "sip:a@h;x=sos"}) {
            assertThat(ContactUri.emergency(uri)).as(uri).isFalse();
        }
    }
}
