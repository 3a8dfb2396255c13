package org.calliope.ims.container.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class StunBindingTest {

    private static final HexFormat HEX = HexFormat.of();
    private static final String ID = "b7e7a701bc34d686fa87dfae";

    private static byte[] bytes(String hex) {
        return HEX.parseHex(hex);
    }

    private static byte[] answer(String hex, String from, int port) throws UnknownHostException {
        byte[] request = bytes(hex);
        assertThat(StunBinding.isStun(request, request.length)).isTrue();
        return StunBinding.answer(request, request.length, InetAddress.getByName(from), port).orElseThrow();
    }

    /** The mapped addresses are those of the test vectors. */
    @Test
    void theAnswerSaysWhereTheRequestCameFrom_RFC5769_2_2() throws UnknownHostException {
        assertThat(HEX.formatHex(answer("000100002112a442" + ID, "192.0.2.1", 32853)))
            .startsWith("010100142112a442" + ID + "002000080001a147e112a643" + "80280004");
    }

    @Test
    void andOverIpv6_RFC5769_2_3() throws UnknownHostException {
        assertThat(HEX.formatHex(answer("000100002112a442" + ID, "2001:db8:1234:5678:11:2233:4455:6677", 32853)))
            .startsWith("010100202112a442" + ID + "002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9" + "80280004");
    }

    @Test
    void whatWeWouldHaveToKnowAndDoNotIsRefusedWith420_RFC5389_7_3_1() throws UnknownHostException {
        assertThat(HEX.formatHex(answer("000100082112a442" + ID + "0003000400000000", "192.0.2.1", 1)))
            .startsWith("0111002c2112a442" + ID + "0009001500000414" + HEX.formatHex("Unknown Attribute".getBytes())
                + "000000000a000200030000");
    }

    @Test
    void whatIsNoRequestOrBrokenIsNotAnswered() throws UnknownHostException {
        for (String hex : new String[] {"010100002112a442" + ID, "000100082112a442" + ID, "000100042112a442" + ID + "00060008"}) {
            byte[] packet = bytes(hex);
            assertThat(StunBinding.answer(packet, packet.length, InetAddress.getByName("192.0.2.1"), 1)).as(hex).isEmpty();
        }
        byte[] sip = "OPTIONS sip:x SIP/2.0\r\n".getBytes();
        assertThat(StunBinding.isStun(sip, sip.length)).isFalse();
    }
}
