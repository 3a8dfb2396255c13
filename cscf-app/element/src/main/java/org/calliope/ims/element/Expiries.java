package org.calliope.ims.element;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * When each of many things ends, ordered by time, so that one timer for all of them looks only at those that are
 * due. A key has one end; setting it anew moves it. Any thread.
 *
 * @param <K> what ends
 */
public final class Expiries<K extends Comparable<? super K>> {

    private final ConcurrentHashMap<K, Entry<K>> entries = new ConcurrentHashMap<>();
    private final ConcurrentSkipListSet<Entry<K>> byTime = new ConcurrentSkipListSet<>();

    public void set(K key, Instant end) {
        entries.compute(key, (k, old) -> {
            if (old != null) {
                byTime.remove(old);
            }
            Entry<K> entry = new Entry<>(end, key);
            byTime.add(entry);
            return entry;
        });
    }

    public void remove(K key) {
        entries.computeIfPresent(key, (k, old) -> {
            byTime.remove(old);
            return null;
        });
    }

    /** @return what has ended by now, earliest first; it is forgotten here */
    public List<K> due(Instant now) {
        List<K> due = new ArrayList<>();
        for (Entry<K> entry : byTime) {
            if (entry.end().isAfter(now)) {
                break;
            }
            if (entries.remove(entry.key(), entry)) {
                byTime.remove(entry);
                due.add(entry.key());
            }
        }
        return due;
    }

    public int size() {
        return entries.size();
    }

    private record Entry<K extends Comparable<? super K>>(Instant end, K key) implements Comparable<Entry<K>> {
        @Override
        public int compareTo(Entry<K> other) {
            int byEnd = end.compareTo(other.end);
            return byEnd != 0 ? byEnd : key.compareTo(other.key);
        }
    }
}
