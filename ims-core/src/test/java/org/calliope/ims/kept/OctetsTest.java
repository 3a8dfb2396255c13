package org.calliope.ims.kept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OctetsTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "alice", "Älice ☎ \uD83D\uDE00", "\uFFFD"})
    void aTextIsReadAsItWasWritten(String text) {
        OctetReader in = new OctetReader(new OctetWriter().number(300).text(text).text("after").written());
        assertThat(in.number()).isEqualTo(300);
        assertThat(in.text()).isEqualTo(text);
        assertThat(in.text()).isEqualTo("after");
        in.end();
    }

    @Test
    void equalTextsOfARecordAreOneInMemory() {
        OctetReader in = new OctetReader(new OctetWriter().text("udp").text("Älice").text("tcp").text("udp").text("Älice").written());
        String udp = in.text();
        assertThat(in.text()).isEqualTo("Älice");
        assertThat(in.text()).as("as long").isEqualTo("tcp");
        assertThat(in.text()).isSameAs(udp);
        assertThat(in.text()).isEqualTo("Älice");
        in.end();
    }

    @Test
    void whatIsNoUtf8IsRefused() {
        OctetReader in = new OctetReader(new OctetWriter().text("good").octets(new byte[] {'a', (byte) 0xC3, 'b'}).written());
        assertThat(in.text()).isEqualTo("good");
        assertThatIllegalArgumentException().isThrownBy(in::text)
                .withMessage("a text is no UTF-8");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 127, 128, 1L << 40, Long.MAX_VALUE, -1, Long.MIN_VALUE})
    void aNumberIsReadAsItWasWritten(long number) {
        assertThat(new OctetReader(new OctetWriter().number(number).written()).number()).isEqualTo(number);
    }
}
