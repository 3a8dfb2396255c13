package org.calliope.ims.hss.store;

import java.nio.charset.StandardCharsets;

/**
 * Which names a dry run has met, so that it notices one that stands in the file twice. It keeps 64 bits of each, 8 to
 * 24 bytes of memory: among three million names, one in some millions of runs takes two for the same. For one thread.
 */
final class Seen {

    private static final int FIRST_SIZE = 1 << 12;
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private long[] table = new long[FIRST_SIZE]; // 0 is free
    private int used;

    /** Whether it is new. */
    boolean add(String name) {
        if (used > table.length / 3 * 2) {
            grow();
        }
        return put(hash(name));
    }

    boolean contains(String name) {
        return table[place(hash(name))] != 0;
    }

    private boolean put(long hash) {
        int place = place(hash);
        if (table[place] != 0) {
            return false;
        }
        table[place] = hash;
        used++;
        return true;
    }

    private int place(long hash) {
        int place = (int) (hash & table.length - 1);
        while (table[place] != 0 && table[place] != hash) {
            place = place + 1 & table.length - 1;
        }
        return place;
    }

    private void grow() {
        long[] old = table;
        table = new long[old.length * 2];
        used = 0;
        for (long hash : old) {
            if (hash != 0) {
                put(hash);
            }
        }
    }

    // FNV-1a, then the finalizer of SplitMix64 so that the low bits depend on all
    private static long hash(String name) {
        long hash = FNV_OFFSET;
        for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ Byte.toUnsignedInt(octet)) * FNV_PRIME;
        }
        hash = (hash ^ hash >>> 30) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ hash >>> 27) * 0x94d049bb133111ebL;
        hash ^= hash >>> 31;
        return hash == 0 ? 1 : hash;
    }
}
