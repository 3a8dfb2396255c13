package org.calliope.ims.hss.store;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/**
 * Sequence numbers that the database has given out and no vector has yet, so that few authentications write. Whoever
 * forgets them, as a crash does, skips them, which a SIM does not mind (TS 33.102 C.2.1). Only for the embedded
 * database, which nobody else writes to. Any thread.
 */
final class SetAside {

    /** SEQ set aside at once. */
    static final int AHEAD = 32;
    /** Private identities, of some 100 bytes each. */
    private static final int MOST = 250_000;

    private final Cache<Long, SequenceNumber> numbers = Caffeine.newBuilder().maximumSize(MOST).build();
    private final AtomicLong changes = new AtomicLong();

    Optional<SequenceNumber> of(long user) {
        return Optional.ofNullable(numbers.getIfPresent(user));
    }

    /**
     * Takes the numbers, or all that are set aside when they are not enough.
     *
     * @return false when another vector has taken them, or they are forgotten: read anew
     */
    boolean take(StateChange.Sequence sequence) {
        SequenceNumber was = sequence.was();
        if (was.value() == was.kept()) {
            return true;
        }
        return sequence.setAside()
                ? numbers.asMap().replace(sequence.userId(), was, new SequenceNumber(true, sequence.last(), was.kept()))
                : numbers.asMap().remove(sequence.userId(), was);
    }

    /** To be asked for before something is set aside in the database. */
    long changes() {
        return changes.get();
    }

    /** @param before what {@link #changes} said: somebody may have set another number since */
    void keep(long user, SequenceNumber now, long before) {
        numbers.put(user, now);
        if (changes.get() != before) {
            numbers.invalidate(user);
        }
    }

    /** Somebody may have set any number. */
    void changed() {
        changes.incrementAndGet();
        numbers.invalidateAll();
    }
}
