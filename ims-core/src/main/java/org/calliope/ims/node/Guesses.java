package org.calliope.ims.node;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;

/**
 * Counts wrong secrets by whoever gave them, an address or a user name, and tells whom not to listen to for a while
 * (RFC 6585 4, 429). What is kept is bounded. Any thread.
 */
public final class Guesses {

    /** Wrong secrets after which nobody listens; each counts until {@link #PAUSE} has passed without another. */
    public static final int MAX_WRONG = 10;
    /** How long whoever guesses is not listened to, from the last wrong one on. */
    public static final Duration PAUSE = Duration.ofMinutes(1);

    /** Who is counted; more at a time push out those that gave none for long. */
    private static final int MAX_COUNTED = 10_000;

    private final Cache<String, Integer> wrong;

    /** @param clock in nanoseconds */
    public Guesses(Ticker clock) {
        this.wrong = Caffeine.newBuilder().maximumSize(MAX_COUNTED).expireAfterWrite(PAUSE).ticker(clock).build();
    }

    /** Another wrong one. */
    public void add(String who) {
        wrong.asMap().merge(who, 1, Integer::sum);
    }

    /** How long nobody listens to them yet, zero when somebody does. */
    public Duration pause(String who) {
        Integer count = wrong.getIfPresent(who);
        if (count == null || count < MAX_WRONG) {
            return Duration.ZERO;
        }
        return wrong.policy().expireAfterWrite().flatMap(policy -> policy.ageOf(who)).map(PAUSE::minus)
                .filter(left -> !left.isNegative()).orElse(Duration.ZERO);
    }
}
