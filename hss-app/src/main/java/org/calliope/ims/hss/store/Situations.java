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

    /** Each takes some 600 bytes. Below half of it the cache does not keep in order which one was asked for last. */
    private static final int MOST = 250_000;
    /** Two subscriptions that share a place cost each other a query now and then. */
    private static final int PLACES = 1 << 20;

    /**
     * @param impi  who asked for it last, "" when only the public identity counted
     * @param state of the subscription's place when it was read
     */
    private record Known(String impi, Situation situation, int state) { }

    /** By public identity. */
    private final Cache<String, Known> known = Caffeine.newBuilder().maximumSize(MOST).build();
    private final AtomicIntegerArray states = new AtomicIntegerArray(PLACES);
    /** Of all subscriptions: whose it was that changed while one is being read is not known until it is read. */
    private final AtomicLong changes = new AtomicLong();
    private final SetAside setAside = new SetAside();

    SetAside setAside() {
        return setAside;
    }

    /** @param impi "" for a public identity without regard to a private one */
    Optional<Situation> find(String impi, String impu, Supplier<Optional<Situation>> read) {
        Known one = known.getIfPresent(impu);
        if (one != null && one.state == states.get(place(one.situation))) {
            if (one.impi.equals(impi)) {
                return Optional.of(one.situation);
            }
            if (impi.isEmpty()) {
                return Optional.of(one.situation.withoutUser());
            }
        }
        long before = changes.get();
        Optional<Situation> found = read.get();
        found.filter(now -> impi.isEmpty() || now.associated()).ifPresent(now -> {
            known.put(impu, new Known(impi, now, states.get(place(now))));
            if (changes.get() != before) { // it may have been read before that change and kept after it
                known.invalidate(impu);
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
        setAside.changed();
    }

    private static int place(Situation of) {
        return (int) (of.subscriptionId() & PLACES - 1);
    }
}
