package org.calliope.ims.hss.cx;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.calliope.ims.cx.IdentityType;
import org.calliope.ims.cx.ProfileIdentity;
import org.calliope.ims.cx.ServiceProfile;
import org.calliope.ims.cx.UserProfile;
import org.calliope.ims.identity.Wildcard;
import org.calliope.ims.hss.store.ProfileContent;
import org.calliope.ims.hss.store.ProfileRow;
import org.calliope.ims.hss.store.RegistrationStore;
import org.calliope.ims.hss.store.Serving;
import org.calliope.ims.hss.store.Situation;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;

/** Makes the user profile of an implicit registration set (TS 29.228 6.5.1.4, Annex B). */
final class Profiles {

    private final RegistrationStore store;

    Profiles(RegistrationStore store) {
        this.store = store;
    }

    /**
     * All identities of the set, in its order.
     *
     * @param user  the private identity that the profile names
     * @param asked the identity somebody asked about, for which a wildcarded one stands
     * @param to    the S-CSCF, which decides by what it supports how the profile says it
     */
    UserProfile of(Situation seen, PrivateIdentity user, Optional<PublicIdentity> asked, Serving to) {
        // with the same profile and the same DSAI the same criteria hold (TS 29.328 7.6.11)
        Map<List<Object>, List<ProfileRow>> byProfile = new LinkedHashMap<>();
        for (ProfileRow row : store.profile(seen)) {
            byProfile.computeIfAbsent(List.of(row.profileId(), row.inactive()), id -> new ArrayList<>()).add(row);
        }
        return new UserProfile(user, byProfile.values().stream()
                .map(rows -> serviceProfile(rows, seen, asked, to)).toList());
    }

    /** For whom nobody asked, one of the set's private identities is named, and for a service its own name. */
    PrivateIdentity user(Situation seen, Optional<PrivateIdentity> asked) {
        return asked.or(() -> store.aPrivateIdentity(seen).map(PrivateIdentity::new)).orElseGet(() -> {
            String uri = seen.wildcard().map(pattern -> Wildcard.of(pattern).standing().uri()).orElse(seen.identity());
            return new PrivateIdentity(uri.substring(uri.indexOf(':') + 1)); // TS 23.003 13.3 and 13.5
        });
    }

    private ServiceProfile serviceProfile(List<ProfileRow> rows, Situation seen, Optional<PublicIdentity> asked,
            Serving to) {
        ProfileContent content = store.catalogue().profile(rows.get(0));
        List<ProfileIdentity> identities = rows.stream().map(row -> identity(row, seen, asked, to)).toList();
        Set<String> inactive = rows.get(0).inactive();
        // TS 29.229 7.1.1 SiFC: to an S-CSCF without it the criteria of shared sets go one by one
        return to.knowsSharedSets() && !content.masksShared(inactive)
                ? new ServiceProfile(identities, content.own(inactive), content.mediaProfile(), content.sharedNumbers())
                : new ServiceProfile(identities, content.all(inactive), content.mediaProfile(), List.of());
    }

    private static ProfileIdentity identity(ProfileRow row, Situation seen, Optional<PublicIdentity> asked,
            Serving to) {
        boolean wildcarded = row.type().wildcarded();
        return new ProfileIdentity(wildcarded ? standing(row, seen, asked) : new PublicIdentity(row.identity()),
                row.barred(), IdentityType.values()[row.type().ordinal()],
                wildcarded ? Optional.of(row.identity()) : Optional.empty(), text(row.displayName()),
                to.knowsAliases() ? text(row.aliasGroup()) : Optional.empty());
    }

    // Annex B.2.1: Identity of a wildcarded one is the distinct identity that was asked about
    private static PublicIdentity standing(ProfileRow row, Situation seen, Optional<PublicIdentity> asked) {
        return asked.filter(named -> row.identity().equals(seen.identity()))
                .orElseGet(() -> Wildcard.of(row.identity()).standing());
    }

    private static Optional<String> text(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
}
