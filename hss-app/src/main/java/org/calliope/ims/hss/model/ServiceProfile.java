package org.calliope.ims.hss.model;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A service profile (TS 29.228 Annex B.2): what is done for the public identities that name it.
 *
 * @param name                 unique
 * @param mediaProfile         SubscribedMediaProfileId of the core network services authorization, 0 and more
 * @param unregisteredServices its identities are served also while nobody has registered them
 * @param filterCriteria       initial filter criteria, 0..100, each with its own priority
 * @param sharedFilterSets     names of shared iFC sets, 0..20, which the S-CSCF knows by number
 */
public record ServiceProfile(String name, Optional<Integer> mediaProfile, boolean unregisteredServices,
                             List<Use> filterCriteria, List<String> sharedFilterSets) implements Named {

    /** The one that identities get for which none is named; it exists from the start, without filter criteria. */
    public static final String DEFAULT = "default";

    private static final int MOST_CRITERIA = 100;
    private static final int MOST_SHARED = 20;

    /**
     * A criterion in its place.
     *
     * @param criteria name of the initial filter criterion
     * @param priority lower is asked first, 0 and more (TS 29.228 Annex B.2.2)
     */
    public record Use(String criteria, int priority) {

        /** Checks the priority. */
        public Use {
            criteria = Text.name("criteria", criteria);
            if (priority < 0) {
                throw new IllegalArgumentException("priority of " + criteria + " must be 0 or more");
            }
        }
    }

    /** Checks each field; no two criteria have the same priority (TS 29.228 Annex B.2.2). */
    public ServiceProfile {
        name = Text.name("name", name);
        mediaProfile = Objects.requireNonNullElse(mediaProfile, Optional.empty());
        if (mediaProfile.filter(id -> id < 0).isPresent()) {
            throw new IllegalArgumentException("mediaProfile must be 0 or more");
        }
        filterCriteria = Text.list("filterCriteria", filterCriteria, MOST_CRITERIA);
        sharedFilterSets = Text.list("sharedFilterSets", sharedFilterSets, MOST_SHARED);
        checkPriorities(filterCriteria);
    }

    static void checkPriorities(List<Use> uses) {
        Set<Integer> priorities = new HashSet<>();
        Set<String> names = new HashSet<>();
        for (Use use : uses) {
            if (!priorities.add(use.priority())) {
                throw new IllegalArgumentException("two filter criteria have priority " + use.priority()
                        + "; each must have its own");
            }
            if (!names.add(use.criteria())) {
                throw new IllegalArgumentException("filter criterion " + use.criteria() + " stands there twice");
            }
        }
    }
}
