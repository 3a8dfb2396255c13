package org.calliope.ims.element;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * When each of many things ends, by the second, so that one timer for all of them looks only at those that are
 * due. A key has one end; setting it anew moves it. Any thread.
 *
 * @param <K> what ends
 */
public final class Expiries<K extends Comparable<? super K>> {

    private final ConcurrentHashMap<K, Instant> ends = new ConcurrentHashMap<>();
    /** What ends in each second; one stays until it is over, also when nothing is left in it. */
    private final ConcurrentSkipListMap<Long, Set<K>> seconds = new ConcurrentSkipListMap<>();

    public void set(K key, Instant end) {
        ends.compute(key, (k, old) -> {
            if (old != null) {
                leave(k, old);
            }
            enter(k, end);
            return end;
        });
    }

    public void remove(K key) {
        ends.computeIfPresent(key, (k, old) -> {
            leave(k, old);
            return null;
        });
    }

    private void enter(K key, Instant end) {
        Long second = end.getEpochSecond();
        Set<K> its;
        do { // again when the second was over meanwhile
            its = seconds.computeIfAbsent(second, s -> ConcurrentHashMap.newKeySet());
            its.add(key);
        } while (seconds.get(second) != its);
    }

    private void leave(K key, Instant end) {
        Set<K> its = seconds.get(end.getEpochSecond());
        if (its != null) {
            its.remove(key);
        }
    }

    /** @return what has ended by now, earliest first; it is forgotten here */
    public List<K> due(Instant now) {
        List<Map.Entry<Instant, K>> due = new ArrayList<>();
        seconds.headMap(now.getEpochSecond(), true).forEach((second, its) -> {
            if (second < now.getEpochSecond()) {
                seconds.remove(second);
            }
            its.forEach(key -> ends.computeIfPresent(key, (k, end) -> {
                if (end.isAfter(now)) {
                    return end;
                }
                leave(k, end);
                due.add(Map.entry(end, k));
                return null;
            }));
        });
        due.sort(Map.Entry.<Instant, K>comparingByKey().thenComparing(Map.Entry.comparingByValue(Comparator.naturalOrder())));
        return due.stream().map(Map.Entry::getValue).toList();
    }

    public int size() {
        return ends.size();
    }
}
