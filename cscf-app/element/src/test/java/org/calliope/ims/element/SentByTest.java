package org.calliope.ims.element;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.calliope.ims.sip.SipRefusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentByTest {

    @ParameterizedTest
    @CsvSource({"SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bK1;rport=5070, 127.0.0.1:5070",
        "SIP / 2.0 / TCP     Phone.Example ;branch=z9hG4bK1, phone.example",
        "SIP/2.0/TCP Phone.Example;branch=z9hG4bK1, phone.example"})
    void theViaNamesItsSender(String via, String sentBy) {
        assertThat(SentBy.of(via)).isEqualTo(sentBy);
    }

    @Test
    void rfc3261_20_42_aViaWithoutOneIsMalformed() {
        assertThatThrownBy(() -> SentBy.of("SIP/2.0/UDP")).isInstanceOf(SipRefusal.class);
    }
}
