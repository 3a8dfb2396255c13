package org.calliope.ims.hss.cx;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.calliope.ims.cx.ProfileIdentity;
import org.calliope.ims.cx.ServiceProfile;
import org.calliope.ims.cx.UserProfile;
import org.calliope.ims.hss.store.ProfileRow;
import org.calliope.ims.hss.store.RegistrationStore;
import org.calliope.ims.hss.store.Situation;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;

/** Makes the user profile of an implicit registration set (TS 29.228 6.5.1.4, Annex B). */
final class Profiles {

    private final RegistrationStore store;

    Profiles(RegistrationStore store) {
        this.store = store;
    }

    /** All identities of the set, in its order; for whom nobody asked, one of the set's private identities is named. */
    Optional<UserProfile> of(Situation seen, Optional<PrivateIdentity> asked) {
        Optional<PrivateIdentity> impi =
                asked.or(() -> store.aPrivateIdentity(seen).map(PrivateIdentity::new));
        return impi.map(user -> new UserProfile(user, serviceProfiles(store.profile(seen))));
    }

    private static List<ServiceProfile> serviceProfiles(List<ProfileRow> rows) {
        Map<Long, List<ProfileIdentity>> byProfile = new LinkedHashMap<>();
        for (ProfileRow row : rows) {
            Optional<String> name = row.displayName().isEmpty() ? Optional.empty() : Optional.of(row.displayName());
            byProfile.computeIfAbsent(row.profileId(), id -> new ArrayList<>())
                    .add(new ProfileIdentity(new PublicIdentity(row.identity()), row.barred(), name));
        }
        return byProfile.values().stream().map(ids -> new ServiceProfile(ids, List.of())).toList();
    }
}
