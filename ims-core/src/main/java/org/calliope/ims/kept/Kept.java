package org.calliope.ims.kept;

import java.util.Collection;
import java.util.Optional;

/**
 * What an element has in its heap and {@link KeptFile} writes. Any thread.
 *
 * @param <K> by what each entry is known; its {@code toString} is its key in the file
 */
public interface Kept<K> {

    /**
     * Takes an entry as it was written; several threads at once, in no order.
     *
     * @throws IllegalArgumentException when it is none; the message says why
     */
    void take(byte[] octets);

    /** @return the entry as it is now, to be written; nothing when it is gone */
    Optional<byte[]> now(K key);

    /** @return the keys of all entries */
    Collection<K> keys();
}
