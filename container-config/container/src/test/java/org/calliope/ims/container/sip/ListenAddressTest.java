package org.calliope.ims.container.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.calliope.ims.container.transport.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {

    @Test
    void ofBothVersionsOfIp() {
        assertThat(ListenAddress.parse("wss:127.0.0.1:7443")).isEqualTo(new ListenAddress("127.0.0.1:7443", Transport.WSS, "127.0.0.1", 7443));
        ListenAddress v6 = ListenAddress.parse("udp:[::1]:5080");
        assertThat(v6).isEqualTo(new ListenAddress("[::1]:5080", Transport.UDP, "0:0:0:0:0:0:0:1", 5080));
        assertThat(v6.sentBy()).isEqualTo(ListenAddress.key("[0:0:0:0:0:0:0:1]", 5080));
    }

    @Test
    void aTransportOfAnElementIsAtItsAddress() {
        assertThat(ListenAddress.parse("tls:5061", "P-CSCF", "127.0.0.1"))
            .isEqualTo(new ListenAddress("P-CSCF", Transport.TLS, "127.0.0.1", 5061));
        assertThatThrownBy(() -> ListenAddress.parse("5061", "P-CSCF", "127.0.0.1")).hasMessageContaining("as in tls:5061, not 5061");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "udp", "udp:127.0.0.1", "sctp:127.0.0.1:5060", "udp:::1:5060", "udp:host:5060", "udp:127.0.0.1:port",
        "UDP:127.0.0.1:5060", "udp:127.0.0.1:5060:1"})
    void whatIsNoneIsRefusedWithAnExample(String text) {
        assertThatThrownBy(() -> ListenAddress.parse(text)).isInstanceOf(IllegalArgumentException.class)
            .hasMessage("an address to listen on is transport:address:port with udp, tcp, tls, ws or wss, as in udp:127.0.0.1:5080"
                + " or tls:[::1]:5061, not " + text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp:127.0.0.1:0", "tls:[::1]:65536"})
    void aPortIsWithinItsBounds(String text) {
        assertThatThrownBy(() -> ListenAddress.parse(text)).hasMessageContaining("is not within 1 to 65535");
    }
}
