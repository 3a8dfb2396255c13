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

    private final ByteBuffer ring;
    /** All that was ever written, with what was left over at the ring's end. */
    private long written;

    /** @param capacity bytes, of which a message must not have more */
    KeptBytes(int capacity) {
        ring = ByteBuffer.allocateDirect(capacity);
    }

    synchronized Place put(byte[] message) {
        int offset = offset(written);
        if (offset + message.length > ring.capacity()) {
            written += ring.capacity() - offset;
        }
        Place place = new Place(written, message.length);
        ring.put(offset(written), message);
        written += message.length;
        return place;
    }

    /** @return empty when newer messages have taken its place */
    synchronized Optional<byte[]> get(Place place) {
        if (written - place.at > ring.capacity()) {
            return Optional.empty();
        }
        byte[] message = new byte[place.length];
        ring.get(offset(place.at), message);
        return Optional.of(message);
    }

    private int offset(long at) {
        return (int) (at % ring.capacity());
    }
}
