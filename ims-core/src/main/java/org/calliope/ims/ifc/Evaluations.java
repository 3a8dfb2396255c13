package org.calliope.ims.ifc;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.util.List;

/**
 * Filter criteria made ready once for each list of them, and kept for as long as somebody has that very list: the
 * registrations of many subscribers share one. Any thread.
 */
public final class Evaluations {

    /** By identity of the list, which no evaluation holds. */
    private final LoadingCache<List<InitialFilterCriteria>, Evaluation> ready =
            Caffeine.newBuilder().weakKeys().build(Evaluation::of);

    /** @param criteria unmodifiable, as {@link org.calliope.ims.cx.ServiceProfile} has them */
    public Evaluation of(List<InitialFilterCriteria> criteria) {
        return ready.get(criteria);
    }

    /** @return lists that are ready, about */
    long size() {
        ready.cleanUp();
        return ready.estimatedSize();
    }
}
