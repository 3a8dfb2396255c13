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
        OctetReader in = new OctetReader(new OctetWriter().text(text).written());
        assertThat(in.text()).isEqualTo(text);
        in.end();
    }

    @Test
    void whatIsNoUtf8IsRefused() {
        byte[] octets = new OctetWriter().octets(new byte[] {'a', (byte) 0xC3, 'b'}).written();
        assertThatIllegalArgumentException().isThrownBy(() -> new OctetReader(octets).text())
                .withMessage("a text is no UTF-8");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 127, 128, 1L << 40, Long.MAX_VALUE, -1, Long.MIN_VALUE})
    void aNumberIsReadAsItWasWritten(long number) {
        assertThat(new OctetReader(new OctetWriter().number(number).written()).number()).isEqualTo(number);
    }
}
