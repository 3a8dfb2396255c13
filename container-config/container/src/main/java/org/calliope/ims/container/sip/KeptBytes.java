package org.calliope.ims.container.sip;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Messages that may have to be sent again, outside the heap: they live for half a minute, which is too long for a young
 * generation and too short for an old one. The oldest make room for the newest. Any thread.
 */
final class KeptBytes {

    /** Where a message is. */
    record Place(long at, int length) {

        /** No bytes. */
        static final Place NONE = new Place(0, 0);
    }

    private static final int CHUNK = 1 << 20;

    /** Made when the first message comes to each; written in turn. */
    private final ByteBuffer[] chunks;
    /** All that was ever written, with what was left over at the ends of chunks. */
    private long written;

    /** @param chunks how many times 1 MiB there is room for */
    KeptBytes(int chunks) {
        this.chunks = new ByteBuffer[chunks];
    }

    /** @param message up to 1 MiB */
    synchronized Place put(byte[] message) {
        int left = CHUNK - (int) (written % CHUNK);
        if (left < message.length) {
            written += left;
        }
        Place place = new Place(written, message.length);
        int chunk = chunk(written);
        if (chunks[chunk] == null) {
            chunks[chunk] = ByteBuffer.allocateDirect(CHUNK);
        }
        chunks[chunk].put((int) (written % CHUNK), message);
        written += message.length;
        return place;
    }

    /** @return empty when newer messages have taken its place */
    synchronized Optional<byte[]> get(Place place) {
        if (written - place.at > (long) CHUNK * chunks.length) {
            return Optional.empty();
        }
        byte[] message = new byte[place.length];
        if (message.length > 0) {
            chunks[chunk(place.at)].get((int) (place.at % CHUNK), message);
        }
        return Optional.of(message);
    }

    private int chunk(long at) {
        return (int) (at / CHUNK % chunks.length);
    }
}
