package org.calliope.ims.hss.store;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/**
 * What was read of subscribers lately, for the next request about them: one query goes over seven tables. Only for the
 * embedded database, which nobody else writes to: whoever changes a subscription here says so, after the change is
 * committed and before it is told. Any thread.
 */
final class Situations {

    /** Each takes some 600 bytes. */
    private static final int MOST = 200_000;
    /** Two subscriptions that share a place cost each other a query now and then. */
    private static final int PLACES = 1 << 20;

    private record Key(String impi, String impu) { }

    /** @param state of the subscription's place when it was read */
    private record Known(Situation situation, int state) { }

    private final Cache<Key, Known> known = Caffeine.newBuilder().maximumSize(MOST).build();
    private final AtomicIntegerArray states = new AtomicIntegerArray(PLACES);
    /** Of all subscriptions: whose it was that changed while one is being read is not known until it is read. */
    private final AtomicLong changes = new AtomicLong();

    /** @param impi "" for a public identity without regard to a private one */
    Optional<Situation> find(String impi, String impu, Supplier<Optional<Situation>> read) {
        Key key = new Key(impi, impu);
        Known one = known.getIfPresent(key);
        if (one != null && one.state == states.get(place(one.situation))) {
            return Optional.of(one.situation);
        }
        long before = changes.get();
        Optional<Situation> found = read.get();
        found.filter(now -> impi.isEmpty() || now.associated()).ifPresent(now -> {
            known.put(key, new Known(now, states.get(place(now))));
            if (changes.get() != before) { // it may have been read before that change and kept after it
                known.invalidate(key);
            }
        });
        return found;
    }

    /** The subscription of this situation is another now. */
    void changed(Situation of) {
        changes.incrementAndGet();
        states.incrementAndGet(place(of));
    }

    /** Any subscription may be another now. */
    void changed() {
        changes.incrementAndGet();
        known.invalidateAll();
    }

    private static int place(Situation of) {
        return (int) (of.subscriptionId() & PLACES - 1);
    }
}
