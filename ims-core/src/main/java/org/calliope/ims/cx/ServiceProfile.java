package org.calliope.ims.cx;

import java.util.List;

/** A service profile, TS 29.228 B.2: the identities it is for, and their initial filter criteria by priority. */
public record ServiceProfile(List<ProfileIdentity> identities, List<InitialFilterCriteria> filterCriteria) {

    public ServiceProfile {
        identities = List.copyOf(identities);
        filterCriteria = List.copyOf(filterCriteria);
    }
}
