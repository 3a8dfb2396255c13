package org.calliope.ims.scscf;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.trace.Join;

/**
 * The challenges that await their answer, per private identity and nonce, so that attempts of one user from several
 * phones do not disturb each other. A challenge is good for one answer. It ends with timer reg-await-auth
 * (TS 24.229 5.4.1.2.1B, 7.8). Bounded: a flood of REGISTERs pushes others out. Any thread.
 */
final class Challenges {

    private final Cache<Key, Pending> pending;

    private record Key(PrivateIdentity impi, String nonce) {
    }

    /**
     * A challenge that was sent.
     *
     * @param material what its answer is checked by
     * @param attempt  1 for the first challenge of an attempt to register
     * @param repeated the SIM has refused the challenge before this one
     */
    record Pending(PrivateIdentity impi, PublicIdentity to, Material material, String nonce, int attempt,
                   boolean repeated, Join join) {
    }

    /**
     * @param timedOut told of each challenge that nobody answered in time, at the next {@link #sweep}
     */
    Challenges(Duration await, int limit, Ticker ticker, Consumer<Pending> timedOut) {
        pending = Caffeine.newBuilder()
                .expireAfterWrite(await)
                .maximumSize(limit)
                .ticker(ticker)
                .executor(Runnable::run)
                .<Key, Pending>removalListener((key, value, cause) -> {
                    if (cause == RemovalCause.EXPIRED && value != null) {
                        timedOut.accept(value);
                    }
                })
                .build();
    }

    void keep(Pending challenge) {
        pending.put(new Key(challenge.impi(), challenge.nonce()), challenge);
    }

    /** @return the challenge with this nonce, which is thereby used up; nothing when it never was or is over */
    Optional<Pending> take(PrivateIdentity impi, String nonce) {
        return Optional.ofNullable(pending.asMap().remove(new Key(impi, nonce)));
    }

    /** Lets go of what is over. */
    void sweep() {
        pending.cleanUp();
    }

    long size() {
        return pending.estimatedSize();
    }
}
