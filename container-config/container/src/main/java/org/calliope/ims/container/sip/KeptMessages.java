package org.calliope.ims.container.sip;

import it.unimi.dsi.fastutil.longs.Long2LongLinkedOpenHashMap;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Messages by name for 64*T1, outside the heap: they live for half a minute, which is too long for a young generation and
 * too short for an old one, and so there is no object for any of them. The oldest make room for the newest. Any thread.
 */
final class KeptMessages {

    /** 64*T1. */
    private static final int KEPT_SECONDS = 32;
    private static final int CHUNK = 1 << 20;
    private static final long NONE = -1;
    /** About as many as there is room for: to let the table grow would cost a long collection each time. */
    private static final int MESSAGES_A_MEGABYTE = 3_000;
    /** Second of its coming, length of name and message. */
    private static final int HEAD = 3 * Integer.BYTES;

    /** Made when the first message comes to each; written in turn. */
    private final ByteBuffer[] chunks;
    private final LongSupplier nanoClock;
    private final long start;
    /** Where each begins, by the hash of its name, the oldest first. */
    private final Long2LongLinkedOpenHashMap places;
    /** All that was ever written, with what was left over at the ends of chunks. */
    private long written;

    /** @param megabytes how many times 1 MiB there is room for */
    KeptMessages(int megabytes, LongSupplier nanoClock) {
        this.chunks = new ByteBuffer[megabytes];
        this.nanoClock = nanoClock;
        this.start = nanoClock.getAsLong();
        places = new Long2LongLinkedOpenHashMap(megabytes * MESSAGES_A_MEGABYTE);
        places.defaultReturnValue(NONE);
    }

    /** Keeps a message in place of the one that had the name, if any; one that is larger than 1 MiB is not kept. */
    void put(String name, byte[] message) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (HEAD + bytes.length + message.length <= CHUNK) {
            put(Fnv.hash(name), bytes, message);
        }
    }

    private synchronized void put(long hash, byte[] name, byte[] message) {
        int size = HEAD + name.length + message.length;
        int left = CHUNK - (int) (written % CHUNK);
        if (left < size) {
            written += left;
        }
        int now = now();
        while (!places.isEmpty() && isOver(places.get(places.firstLongKey()), now, written + size)) {
            places.removeFirstLong();
        }
        if (chunks[chunk(written)] == null) {
            chunks[chunk(written)] = ByteBuffer.allocateDirect(CHUNK);
        }
        ByteBuffer room = chunks[chunk(written)].position((int) (written % CHUNK));
        room.putInt(now).putInt(name.length).putInt(message.length).put(name).put(message);
        places.putAndMoveToLast(hash, written);
        written += size;
    }

    private boolean isOver(long place, int now, long writing) {
        return writing - place > (long) CHUNK * chunks.length || now - at(place).getInt() > KEPT_SECONDS;
    }

    /** @return empty when there was none, it is too old, or newer ones have taken its place */
    synchronized Optional<byte[]> get(String name) {
        long place = places.get(Fnv.hash(name));
        if (place == NONE || isOver(place, now(), written)) {
            return Optional.empty();
        }
        ByteBuffer found = at(place + Integer.BYTES);
        byte[] itsName = new byte[found.getInt()];
        byte[] message = new byte[found.getInt()];
        found.get(itsName).get(message);
        return Arrays.equals(itsName, name.getBytes(StandardCharsets.UTF_8)) ? Optional.of(message) : Optional.empty();
    }

    private ByteBuffer at(long place) {
        return chunks[chunk(place)].position((int) (place % CHUNK));
    }

    private int chunk(long place) {
        return (int) (place / CHUNK % chunks.length);
    }

    private int now() {
        return (int) TimeUnit.NANOSECONDS.toSeconds(nanoClock.getAsLong() - start);
    }
}
