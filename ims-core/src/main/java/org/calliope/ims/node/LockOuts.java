package org.calliope.ims.node;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Who failed to authenticate too often and is not listened to for a while, each time twice as long. The S-CSCF counts,
 * the console shows and lifts. What is kept is bounded: who failed longest ago makes room. Any thread.
 */
public final class LockOuts {

    private static final int MOST = 100_000;
    private static final Duration FORGOTTEN = Duration.ofDays(1);
    private static final int MOST_DOUBLINGS = 20;

    private final Cache<Subject, Count> counts =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(FORGOTTEN).build();

    /**
     * Who is counted. At least one of the two is given.
     *
     * @param privateIdentity "" for everybody at the source
     * @param source          address of the UE, "" for the private identity wherever it is
     */
    public record Subject(String privateIdentity, String source) {

        /** @return them as people read it */
        public String words() {
            return source.isEmpty() ? privateIdentity
                    : privateIdentity.isEmpty() ? source : privateIdentity + " at " + source;
        }
    }

    /**
     * @param failures so many within {@code longest} lock out; 0 for never
     * @param first    how long the first time
     * @param longest  how long at most; whoever has not failed for as long begins anew
     */
    public record Limit(int failures, Duration first, Duration longest) {
    }

    /**
     * @param failures wrong answers that led to it
     * @param times    how often this has happened, 1 and more
     */
    public record LockOut(Subject subject, int failures, int times, Instant since, Instant until) {
    }

    private record Count(int failures, Instant from, Optional<LockOut> lockOut) {
        boolean lockedAt(Instant now) {
            return lockOut.filter(lock -> lock.until().isAfter(now)).isPresent();
        }
    }

    /** @return how they are locked out now */
    public Optional<LockOut> of(Subject subject, Instant now) {
        return Optional.ofNullable(counts.getIfPresent(subject)).filter(count -> count.lockedAt(now))
                .flatMap(Count::lockOut);
    }

    /**
     * Another wrong answer.
     *
     * @return the lock-out that it leads to
     */
    public Optional<LockOut> failed(Subject subject, Limit limit, Instant now) {
        if (limit.failures() == 0) {
            return Optional.empty();
        }
        Count after = counts.asMap().compute(subject, (who, before) -> next(who, before, limit, now));
        return after.lockOut().filter(lock -> lock.since().equals(now) && after.failures() == 0);
    }

    private static Count next(Subject who, Count before, Limit limit, Instant now) {
        if (before != null && before.lockedAt(now)) {
            return before;
        }
        Optional<LockOut> earlier = before == null ? Optional.empty() : before.lockOut()
                .filter(lock -> lock.until().plus(limit.longest()).isAfter(now));
        boolean goesOn = before != null && before.from().plus(limit.longest()).isAfter(now);
        int failures = goesOn ? before.failures() + 1 : 1;
        if (failures < limit.failures()) {
            return new Count(failures, goesOn ? before.from() : now, earlier);
        }
        int times = earlier.map(LockOut::times).orElse(0) + 1;
        Duration wanted = limit.first().multipliedBy(1L << Math.min(times - 1, MOST_DOUBLINGS));
        Duration length = wanted.compareTo(limit.longest()) > 0 ? limit.longest() : wanted;
        return new Count(0, now, Optional.of(new LockOut(who, failures, times, now, now.plus(length))));
    }

    /** The right answer: what was counted does not count any more. */
    public void succeeded(Subject subject) {
        counts.invalidate(subject);
    }

    /** @return who is locked out, the newest first */
    public List<LockOut> list(Instant now) {
        return counts.asMap().values().stream().filter(count -> count.lockedAt(now)).flatMap(count -> count.lockOut()
                .stream()).sorted(Comparator.comparing(LockOut::since).reversed()).toList();
    }

    /** @return whether they were locked out and are not any more; nothing is held against them */
    public boolean lift(Subject subject, Instant now) {
        return Optional.ofNullable(counts.asMap().remove(subject)).filter(count -> count.lockedAt(now)).isPresent();
    }
}
