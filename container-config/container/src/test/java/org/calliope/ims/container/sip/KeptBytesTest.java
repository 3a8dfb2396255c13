package org.calliope.ims.container.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.calliope.ims.container.sip.KeptBytes.Place;
import org.junit.jupiter.api.Test;

class KeptBytesTest {

    private static final int CHUNK = 1 << 20;

    private final KeptBytes kept = new KeptBytes(2);

    private static byte[] message(int length, int content) {
        byte[] message = new byte[length];
        Arrays.fill(message, (byte) content);
        return message;
    }

    @Test
    void whatWasPutComesBack() {
        Place first = kept.put(message(CHUNK / 4, 1));
        Place second = kept.put(message(CHUNK, 2));
        assertThat(kept.get(first)).hasValue(message(CHUNK / 4, 1));
        assertThat(kept.get(second)).as("did not fit behind the first").hasValue(message(CHUNK, 2));
        assertThat(kept.get(Place.NONE)).hasValue(new byte[0]);
    }

    @Test
    void theOldestMakesRoom() {
        Place first = kept.put(message(CHUNK, 1));
        Place second = kept.put(message(CHUNK, 2));
        Place third = kept.put(message(3, 3));
        assertThat(kept.get(first)).isEmpty();
        assertThat(kept.get(second)).hasValue(message(CHUNK, 2));
        assertThat(kept.get(third)).hasValue(message(3, 3));
    }
}
