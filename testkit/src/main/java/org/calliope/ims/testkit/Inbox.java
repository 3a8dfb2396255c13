package org.calliope.ims.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Things that arrived, in order, and threads that wait for one of them. Any thread may add, take and look.
 *
 * @param <T> what arrives
 */
final class Inbox<T> {
    private final List<T> items = new ArrayList<>();

    synchronized void add(T item) {
        items.add(item);
        notifyAll();
    }

    synchronized List<T> all() {
        return List.copyOf(items);
    }

    /** The oldest match, which stays in the box; empty when none arrived in time. */
    Optional<T> find(Predicate<? super T> wanted, Duration patience) {
        return await(wanted, patience, false);
    }

    /** The oldest match, which leaves the box; empty when none arrived in time. */
    Optional<T> take(Predicate<? super T> wanted, Duration patience) {
        return await(wanted, patience, true);
    }

    private synchronized Optional<T> await(Predicate<? super T> wanted, Duration patience, boolean remove) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            Optional<T> match = items.stream().filter(wanted).findFirst();
            if (match.isPresent()) {
                if (remove) {
                    items.remove(match.get());
                }
                return match;
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return Optional.empty();
            }
            try {
                wait(left / 1_000_000, (int) (left % 1_000_000));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
    }
}
