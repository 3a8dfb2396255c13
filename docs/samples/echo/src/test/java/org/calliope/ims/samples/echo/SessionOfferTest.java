package org.calliope.ims.samples.echo;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionOfferTest {

    private static final InetSocketAddress HERE = new InetSocketAddress("127.0.0.1", 20000);
    private static final String SESSION = "v=0\r\no=alice 1 1 IN IP4 192.0.2.1\r\ns=call\r\nc=IN IP4 192.0.2.1\r\nt=10 20\r\n";

    private static String answer(String offer) {
        return SessionOffer.parse(SESSION + offer).orElseThrow().answer(HERE, 3);
    }

    @Test
    void ownAddressAndTheCodecsOfTheOffer_RFC3264_6_1() {
        assertThat(answer("m=audio 4000 RTP/AVP 8 96 101\r\na=rtpmap:96 opus/48000/2\r\na=fmtp:101 0-15\r\na=candidate:1 x\r\n"))
                .isEqualTo("v=0\r\no=echo 20000 3 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=10 20\r\n"
                        + "m=audio 20000 RTP/AVP 8 96 101\r\na=rtpmap:96 opus/48000/2\r\na=fmtp:101 0-15\r\na=sendrecv\r\n");
    }

    @ParameterizedTest
    @CsvSource({"sendonly,recvonly", "recvonly,sendonly", "inactive,inactive", "sendrecv,sendrecv"})
    void directionIsTurnedRound_RFC3264_6_1(String offered, String answered) {
        assertThat(answer("m=audio 4000 RTP/AVP 8\r\na=" + offered + "\r\n")).endsWith("a=" + answered + "\r\n");
        assertThat(answer("a=" + offered + "\r\nm=audio 4000 RTP/AVP 8\r\n")).endsWith("a=" + answered + "\r\n");
    }

    @Test
    void whatIsNoSoundIsRefusedInItsPlace_RFC3264_6() {
        assertThat(answer("m=video 5000 RTP/AVP 99\r\nm=audio 4000 RTP/AVP 8\r\nm=audio 4002 RTP/AVP 0\r\n").lines()
                .filter(line -> line.startsWith("m="))).containsExactly("m=video 0 RTP/AVP 99", "m=audio 20000 RTP/AVP 8", "m=audio 0 RTP/AVP 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "m=video 5000 RTP/AVP 99\r\n", "m=audio 0 RTP/AVP 8\r\n", "m=audio 4000 RTP/SAVP 8\r\n"})
    void nothingToEcho(String offer) {
        assertThat(SessionOffer.parse(SESSION + offer)).isEmpty();
    }
}
