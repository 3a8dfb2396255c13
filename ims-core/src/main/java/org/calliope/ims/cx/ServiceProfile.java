package org.calliope.ims.cx;

import java.util.List;
import java.util.Optional;
import org.calliope.ims.ifc.InitialFilterCriteria;

/**
 * A service profile, TS 29.228 B.2.
 *
 * @param identities       whom it is for
 * @param filterCriteria   in any order; their priorities tell which is asked first
 * @param mediaProfile     SubscribedMediaProfileId: the S-CSCF's media policy for them
 * @param sharedFilterSets SharedIFCSetID: sets of filter criteria that the S-CSCF knows by number
 */
public record ServiceProfile(List<ProfileIdentity> identities, List<InitialFilterCriteria> filterCriteria,
        Optional<Integer> mediaProfile, List<Integer> sharedFilterSets) {

    /** @throws IllegalArgumentException when a number is negative */
    public ServiceProfile {
        identities = List.copyOf(identities);
        filterCriteria = List.copyOf(filterCriteria);
        sharedFilterSets = List.copyOf(sharedFilterSets);
        if (mediaProfile.filter(id -> id < 0).isPresent() || sharedFilterSets.stream().anyMatch(id -> id < 0)) {
            throw new IllegalArgumentException("media profiles and shared sets of filter criteria have numbers from 0");
        }
    }

    public ServiceProfile(List<ProfileIdentity> identities, List<InitialFilterCriteria> filterCriteria) {
        this(identities, filterCriteria, Optional.empty(), List.of());
    }
}
