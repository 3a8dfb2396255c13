package org.calliope.ims.scscf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.calliope.ims.cx.ProfileIdentity;
import org.calliope.ims.cx.ServiceProfile;
import org.calliope.ims.cx.UserProfile;
import org.calliope.ims.element.HssResults;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.sip.SipRefusal;

/** The implicit registration set that a user profile describes (TS 23.228 5.2.1a, TS 29.228 6.1.2). Pure. */
final class ImplicitSet {

    private static final String CLAUSE = "TS 24.229 5.4.1.2.2F";
    private static final int FORBIDDEN = 403;

    private ImplicitSet() {
    }

    /**
     * TS 24.229 5.4.1.2.2F: the distinct identities of the set that are not barred, the first of which is the default
     * public user identity; and the one to be registered when a wildcarded one of the set stands for it.
     *
     * @throws SipRefusal when the set does not hold the identity to be registered, or only barred ones
     */
    static List<PublicIdentity> of(UserProfile profile, PublicIdentity registered) {
        ProfileIdentity own = member(all(profile), registered)
                .orElseThrow(() -> HssResults.incomplete("SAR", "the identity that was to be registered", CLAUSE));
        List<PublicIdentity> open = new ArrayList<>(open(profile));
        if (!own.barred() && !own.distinct()) {
            open.add(registered);
        }
        if (open.isEmpty()) {
            throw new SipRefusal(FORBIDDEN, "all identities of the user are barred", "barring", CLAUSE);
        }
        return open;
    }

    // TS 23.003 13.4A: a distinct identity counts before a wildcarded one that stands for it
    private static Optional<ProfileIdentity> member(List<ProfileIdentity> all, PublicIdentity identity) {
        return all.stream().filter(member -> member.distinct() && member.identity().equals(identity)).findFirst()
                .or(() -> all.stream().filter(member -> !member.distinct() && member.covers(identity)).findFirst());
    }

    /** @return the distinct identities that are not barred, the default one first */
    static List<PublicIdentity> open(UserProfile profile) {
        return all(profile).stream().filter(member -> !member.barred() && member.distinct()).map(ProfileIdentity::identity).distinct()
                .toList();
    }

    /** @return the wildcarded identities that are not barred */
    static List<ProfileIdentity> wildcarded(UserProfile profile) {
        return all(profile).stream().filter(member -> !member.barred() && !member.distinct()).toList();
    }

    /** @return the service profile that this identity is in; nothing when the profile does not know it */
    static Optional<ServiceProfile> service(UserProfile profile, PublicIdentity identity) {
        return member(all(profile), identity).flatMap(own -> profile.serviceProfiles().stream()
                .filter(service -> service.identities().contains(own)).findFirst());
    }

    /** TS 24.229 3.1: identities of one alias group, whichever of them is named, mean the same user in the same way. */
    static boolean aliases(UserProfile profile, PublicIdentity one, PublicIdentity other) {
        Optional<String> group = member(all(profile), one).flatMap(ProfileIdentity::aliasGroup);
        return group.isPresent() && member(all(profile), other).flatMap(ProfileIdentity::aliasGroup).equals(group);
    }

    /** @return whether the profile says that this identity is barred; nothing when it does not know it */
    static Optional<Boolean> barred(UserProfile profile, PublicIdentity identity) {
        return member(all(profile), identity).map(ProfileIdentity::barred);
    }

    private static List<ProfileIdentity> all(UserProfile profile) {
        return profile.serviceProfiles().stream().flatMap(service -> service.identities().stream()).toList();
    }
}
