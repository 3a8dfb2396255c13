package org.calliope.ims.container.dns;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Servers that failed, RFC 3263 4.3: for a while the others are tried before them. Any thread. */
final class Suspects {

    private static final long MOST = 10_000;
    /** RFC 3261 20.33 lets a server say any time; it is not believed for longer than this. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Cache<Place, Duration> suspects;

    Suspects(Ticker ticker) {
        suspects = Caffeine.newBuilder().executor(Runnable::run).ticker(ticker).maximumSize(MOST)
            .expireAfter(Expiry.<Place, Duration>writing((place, penalty) -> penalty)).build();
    }

    void add(Place place, Duration penalty) {
        suspects.put(place, penalty.compareTo(LONGEST) < 0 ? penalty : LONGEST);
    }

    /** @return the same places, those that failed last; each part in the order it had */
    List<Place> last(List<Place> places) {
        return Stream.concat(places.stream().filter(p -> suspects.getIfPresent(p) == null),
            places.stream().filter(p -> suspects.getIfPresent(p) != null)).toList();
    }
}
