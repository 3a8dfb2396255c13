package org.calliope.ims.hss.access;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.calliope.ims.hss.store.ConsoleUser;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/** Who is signed in; in memory only, so that a restart signs everybody out. Any thread. */
final class Sessions {

    /** A session that nobody uses ends. */
    static final Duration IDLE = Duration.ofMinutes(30);
    /** A session ends, used or not. */
    static final Duration LONGEST = Duration.ofHours(12);

    /** Sessions at a time; more push out those not used for long. */
    private static final int MAX_SESSIONS = 10_000;

    private final InstantSource clock;
    private final Cache<String, Session> sessions;

    Sessions(InstantSource clock) {
        this.clock = clock;
        this.sessions = Caffeine.newBuilder().maximumSize(MAX_SESSIONS).expireAfterAccess(IDLE)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis())).build();
    }

    Session begin(ConsoleUser user) {
        Session session = new Session(Secrets.random(), user.name(), user.role(), user.mustChange(), Secrets.random(),
                clock.instant());
        sessions.put(session.id(), session);
        return session;
    }

    /**
     * The session of that id.
     *
     * @param uses whether somebody is at work; what a page fetches by itself does not keep a session alive
     */
    Optional<Session> find(String id, boolean uses) {
        Session session = uses ? sessions.getIfPresent(id) : sessions.policy().getIfPresentQuietly(id);
        if (session != null && !clock.instant().isBefore(session.began().plus(LONGEST))) {
            sessions.invalidate(id);
            return Optional.empty();
        }
        return Optional.ofNullable(session);
    }

    void end(Session session) {
        sessions.invalidate(session.id());
    }

    /** Ends every session of theirs. */
    void endAll(String name) {
        sessions.asMap().values().removeIf(session -> session.name().equals(name));
    }
}
