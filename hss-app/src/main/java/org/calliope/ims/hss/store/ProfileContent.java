package org.calliope.ims.hss.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.calliope.ims.ifc.InitialFilterCriteria;

/**
 * What a service profile says (TS 29.228 Annex B.2), ready to be sent.
 *
 * @param unregisteredServices its identities are served also while nobody has registered them
 * @param mediaProfile         SubscribedMediaProfileId
 * @param own                  its own filter criteria, by priority
 * @param shared               its shared iFC sets
 */
public record ProfileContent(boolean unregisteredServices, Optional<Integer> mediaProfile,
                             List<InitialFilterCriteria> own, List<Shared> shared) {

    /**
     * A shared iFC set.
     *
     * @param number   SharedIFCSetID
     * @param criteria what an S-CSCF that supports them has configured under that number
     */
    public record Shared(int number, List<InitialFilterCriteria> criteria) { }

    /** Copies the lists. */
    public ProfileContent {
        own = List.copyOf(own);
        shared = List.copyOf(shared);
    }

    /** Numbers of the shared sets. */
    public List<Integer> sharedNumbers() {
        return shared.stream().map(Shared::number).toList();
    }

    /**
     * All criteria, for an S-CSCF that does not support shared sets (TS 29.228 7.1.1, SiFC). No two of a profile may
     * have the same priority (Annex B.2.2): of two sets that do, the profile's own and the first set go first.
     */
    public List<InitialFilterCriteria> all() {
        if (shared.isEmpty()) {
            return own;
        }
        List<InitialFilterCriteria> sorted = Stream.concat(own.stream(),
                shared.stream().flatMap(set -> set.criteria().stream()))
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
