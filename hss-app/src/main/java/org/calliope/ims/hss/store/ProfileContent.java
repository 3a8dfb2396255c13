package org.calliope.ims.hss.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.calliope.ims.ifc.InitialFilterCriteria;

/**
 * What a service profile says (TS 29.228 Annex B.2), ready to be sent.
 *
 * @param unregisteredServices its identities are served also while nobody has registered them
 * @param mediaProfile         SubscribedMediaProfileId
 * @param own                  its own filter criteria, by priority, whether they hold or not
 * @param shared               its shared iFC sets
 */
public record ProfileContent(boolean unregisteredServices, Optional<Integer> mediaProfile,
                             List<Criterion> own, List<Shared> shared) {

    /**
     * A filter criterion.
     *
     * @param dsai what it is bound to, each as {@link #dsai} says it; it holds when there is none or one that is active
     *             (TS 29.328 7.6.11)
     */
    public record Criterion(InitialFilterCriteria criterion, List<String> dsai) {

        static String dsai(String serverName, String tag) {
            return serverName + ' ' + tag;
        }

        boolean holds(Set<String> inactive) {
            return dsai.isEmpty() || !inactive.containsAll(dsai);
        }
    }

    /**
     * A shared iFC set.
     *
     * @param number   SharedIFCSetID
     * @param criteria what an S-CSCF that supports them has configured under that number
     */
    public record Shared(int number, List<Criterion> criteria) { }

    /** Copies the lists. */
    public ProfileContent {
        own = List.copyOf(own);
        shared = List.copyOf(shared);
    }

    /** Its own criteria that hold. */
    public List<InitialFilterCriteria> own(Set<String> inactive) {
        return holding(own.stream(), inactive).toList();
    }

    /** Whether a criterion of a shared set does not hold, so that the set's number would say too much. */
    public boolean masksShared(Set<String> inactive) {
        return shared.stream().flatMap(set -> set.criteria().stream()).anyMatch(one -> !one.holds(inactive));
    }

    private static Stream<InitialFilterCriteria> holding(Stream<Criterion> criteria, Set<String> inactive) {
        return criteria.filter(one -> one.holds(inactive)).map(Criterion::criterion);
    }

    /** Numbers of the shared sets. */
    public List<Integer> sharedNumbers() {
        return shared.stream().map(Shared::number).toList();
    }

    /**
     * All criteria that hold, for an S-CSCF that does not support shared sets (TS 29.228 7.1.1, SiFC). No two of a profile may
     * have the same priority (Annex B.2.2): of two sets that do, the profile's own and the first set go first.
     */
    public List<InitialFilterCriteria> all(Set<String> inactive) {
        if (shared.isEmpty()) {
            return own(inactive);
        }
        List<InitialFilterCriteria> sorted = holding(Stream.concat(own.stream(),
                shared.stream().flatMap(set -> set.criteria().stream())), inactive)
                .sorted(Comparator.comparingInt(InitialFilterCriteria::priority)).toList();
        List<InitialFilterCriteria> all = new ArrayList<>();
        int free = 0;
        for (InitialFilterCriteria each : sorted) {
            int priority = Math.max(free, each.priority());
            all.add(new InitialFilterCriteria(priority, each.triggerPoint(), each.applicationServer(),
                    each.profilePart()));
            free = priority + 1;
        }
        return all;
    }
}
