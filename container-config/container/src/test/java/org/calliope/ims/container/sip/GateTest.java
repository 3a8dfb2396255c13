package org.calliope.ims.container.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.calliope.ims.container.raw.Glance;
import org.junit.jupiter.api.Test;

class GateTest {

    private static Glance register(String authorization) {
        byte[] text = ("REGISTER sip:ims.example SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK1\r\n" + authorization
            + "Content-Length: 0\r\n\r\n").getBytes(StandardCharsets.UTF_8);
        return new Glance(text, text.length);
    }

    /** What was challenged is work half done; an IMS phone's first REGISTER is not, though it names its private identity. */
    @Test
    void aRegisterGoesOnWithWhatWasBegunOnceItHasANonce_TS24229_5_1_1_2() {
        String user = "Authorization: Digest username=\"alice\", realm=\"ims.example\", ";
        assertThat(Gate.answersChallenge(register(user + "nonce=\"a1\", response=\"b2\"\r\n"))).isTrue();
        assertThat(Gate.answersChallenge(register(user + "nonce=\"\", response=\"\"\r\n"))).isFalse();
        assertThat(Gate.answersChallenge(register(""))).isFalse();
    }
}
