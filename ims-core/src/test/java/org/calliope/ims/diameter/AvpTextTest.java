package org.calliope.ims.diameter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import org.calliope.ims.diameter.Dictionary.Name;
import org.calliope.ims.diameter.Dictionary.Type;
import org.jdiameter.client.api.IMessage;
import org.jdiameter.client.impl.parser.MessageParser;
import org.junit.jupiter.api.Test;

class AvpTextTest {

    private static byte[] message(java.util.function.Consumer<AvpWriter> avps) {
        IMessage message = new MessageParser().createEmptyMessage(303, Dictionary.CX_APPLICATION);
        avps.accept(new AvpWriter(message.getAvps()));
        return RawPeer.bytes(message);
    }

    /** TS 29.229: keys, vectors and HA1 must not be seen. */
    @Test
    void secretsAreMasked() {
        for (Name name : Name.values()) {
            if (name.secret()) {
                assertThat(AvpText.lines(message(avps -> avps.put(name, "K3Y")))).containsExactly(name.spelling() + ": ***");
            }
        }
        assertThat(EnumSet.allOf(Name.class).stream().filter(Name::secret)).contains(Name.DIGEST_HA1,
                Name.SIP_AUTHENTICATE, Name.SIP_AUTHORIZATION, Name.CONFIDENTIALITY_KEY, Name.INTEGRITY_KEY);
    }

    @Test
    void resultsAreNamedAndUnknownAvpsCounted() {
        byte[] bytes = message(avps -> {
            avps.put(Name.RESULT_CODE, 5012);
            avps.group(Name.EXPERIMENTAL_RESULT, group -> group.put(Name.VENDOR_ID, 10415)
                    .put(Name.EXPERIMENTAL_RESULT_CODE, 5001));
            avps.avps().addAvp(999, new byte[3], 7, false, false);
        });
        assertThat(AvpText.lines(bytes)).containsExactly("Result-Code: DIAMETER_UNABLE_TO_COMPLY (5012)",
                "Experimental-Result: { Vendor-Id: 10415, "
                        + "Experimental-Result-Code: DIAMETER_ERROR_USER_UNKNOWN (5001) }", "AVP 999 vendor 7: 3 bytes");
    }

    /** TS 29.329 6.3.2 and 6.3.16: numbers and times as people write them. */
    @Test
    void numbersAndTimesOfShAreReadable() {
        assertThat(AvpText.lines(message(avps -> avps.put(Name.MSISDN, Tbcd.encode("12125550101"))
                .put(Name.EXPIRY_TIME, AvpReader.wire(Instant.parse("2036-02-08T00:00:00Z"))))))
                .containsExactly("MSISDN: 12125550101", "Expiry-Time: 2036-02-08T00:00:00Z");
    }

    /** However a message is cut or garbled, rendering ends and never throws. */
    @Test
    void brokenMessagesAreRenderedAsFarAsTheyGo() {
        byte[] whole = message(avps -> {
            new CommonAvps("a", "b").request(avps, Dictionary.CX_APPLICATION, "s", "d");
            avps.put(Name.USER_DATA, "<x/>");
        });
        for (int length = 0; length < whole.length; length++) {
            assertThat(AvpText.lines(Arrays.copyOf(whole, length))).isNotNull();
        }
        for (int i = Dictionary.HEADER_LENGTH; i < whole.length; i++) {
            byte[] garbled = whole.clone();
            garbled[i] = (byte) ~garbled[i];
            assertThat(AvpText.lines(garbled)).isNotEmpty();
        }
    }

    @Test
    void everyNameIsSpelledAndNumberedOnce() {
        for (Name name : Name.values()) {
            assertThat(Name.of(name.code(), name.vendor())).contains(name);
            assertThat(Name.of(name.spelling())).contains(name);
            assertThat(name.type()).isIn((Object[]) Type.values());
        }
    }
}
