package org.calliope.ims.container.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.calliope.ims.container.sip.KeptBytes.Place;
import org.junit.jupiter.api.Test;

class KeptBytesTest {

    private final KeptBytes kept = new KeptBytes(10);

    private static byte[] message(int length, int content) {
        byte[] message = new byte[length];
        Arrays.fill(message, (byte) content);
        return message;
    }

    @Test
    void whatWasPutComesBack() {
        Place first = kept.put(message(4, 1));
        Place second = kept.put(message(6, 2));
        assertThat(kept.get(first)).hasValue(message(4, 1));
        assertThat(kept.get(second)).hasValue(message(6, 2));
        assertThat(kept.get(kept.put(message(0, 0)))).hasValue(new byte[0]);
    }

    @Test
    void theOldestMakesRoom() {
        Place first = kept.put(message(4, 1));
        Place second = kept.put(message(6, 2));
        Place third = kept.put(message(3, 3));
        assertThat(kept.get(first)).isEmpty();
        assertThat(kept.get(second)).hasValue(message(6, 2));
        assertThat(kept.get(third)).hasValue(message(3, 3));
    }

    @Test
    void whatDoesNotFitAtTheEndIsAtTheBeginning() {
        Place first = kept.put(message(4, 1));
        Place second = kept.put(message(3, 2));
        Place third = kept.put(message(5, 3));
        assertThat(kept.get(first)).isEmpty();
        assertThat(kept.get(second)).as("overwritten in part").isEmpty();
        assertThat(kept.get(third)).hasValue(message(5, 3));
    }
}
