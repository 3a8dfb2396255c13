package org.calliope.ims.registration;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.calliope.ims.cx.ChargingInformation;
import org.calliope.ims.cx.ProfileIdentity;
import org.calliope.ims.cx.UserProfile;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;

/**
 * A registered implicit registration set at its S-CSCF (TS 23.228 5.2.1a, TS 24.229 5.4.1). Immutable.
 *
 * @param privateIdentity the IMPI that registered
 * @param defaultIdentity the default public identity of the set, its key
 * @param identities      all of the set in the order of P-Associated-URI, barred ones left out
 * @param profile         user profile from the HSS
 * @param charging        whom to send charging data to, from the HSS
 * @param bindings        the contacts
 * @param since           when the set came to be registered
 * @param version         which of the states of this set it is, given by the store; 0 before it is stored
 * @param servedBy        SIP URI of the S-CSCF that stored it last, given by a store that several share; else ""
 */
public record Registration(PrivateIdentity privateIdentity, PublicIdentity defaultIdentity,
                           List<PublicIdentity> identities, UserProfile profile,
                           Optional<ChargingInformation> charging, List<Binding> bindings, Instant since,
                           long version, String servedBy) {

    /** Changes a set may see in a millisecond, so that no version comes again when a set ends and another begins. */
    private static final int VERSIONS_A_MILLISECOND = 1 << 16;

    public Registration {
        identities = List.copyOf(identities);
        bindings = List.copyOf(bindings);
    }

    /** One that is not stored yet, without charging addresses. */
    public Registration(PrivateIdentity privateIdentity, PublicIdentity defaultIdentity,
                        List<PublicIdentity> identities, UserProfile profile, List<Binding> bindings, Instant since) {
        this(privateIdentity, defaultIdentity, identities, profile, Optional.empty(), bindings, since, 0, "");
    }

    public Registration withBindings(List<Binding> changed) {
        return new Registration(privateIdentity, defaultIdentity, identities, profile, charging, changed, since,
                version, servedBy);
    }

    public Registration withCharging(Optional<ChargingInformation> changed) {
        return new Registration(privateIdentity, defaultIdentity, identities, profile, changed, bindings, since,
                version, servedBy);
    }

    public Registration withProfile(UserProfile changed, List<PublicIdentity> changedIdentities) {
        return new Registration(privateIdentity, defaultIdentity, changedIdentities, changed, charging, bindings,
                since, version, servedBy);
    }

    /**
     * The set that takes the place of this one since the HSS has given it another default identity: the user stays
     * registered with the same contacts, and since when.
     *
     * @param described as the HSS describes it, new
     */
    public Registration movedTo(Registration described) {
        return new Registration(privateIdentity, described.defaultIdentity, described.identities, described.profile,
                described.charging, bindings, since, described.first().version, "");
    }

    /**
     * For stores: what the set is found by. Besides its identities these are the barred ones, which one must find to
     * refuse them, and what stands for wildcarded ones ({@link ProfileIdentity#key}).
     */
    public Set<PublicIdentity> keys() {
        Set<PublicIdentity> keys = new LinkedHashSet<>(identities);
        profile.serviceProfiles().forEach(service -> service.identities().forEach(member -> keys.add(member.key())));
        return keys;
    }

    /** @return whether this user has a contact in the set */
    public boolean has(PrivateIdentity user) {
        return bindings.stream().anyMatch(binding -> binding.impi().equals(user));
    }

    /** @return who has a contact in the set */
    public Set<PrivateIdentity> users() {
        return bindings.stream().map(Binding::impi).collect(Collectors.toSet());
    }

    /** For stores: the first state of a set. */
    public Registration first() {
        return withVersion(Math.max(version, since.toEpochMilli() * VERSIONS_A_MILLISECOND));
    }

    /**
     * For stores: the state that takes the place of another.
     *
     * @throws IllegalArgumentException when that is of another set
     */
    public Registration after(Registration seen) {
        if (!seen.defaultIdentity.equals(defaultIdentity)) {
            throw new IllegalArgumentException("the default identity of a registration set must stay "
                    + seen.defaultIdentity);
        }
        return withVersion(seen.version + 1);
    }

    /** For stores that several S-CSCFs share. */
    public Registration servedBy(String server) {
        return new Registration(privateIdentity, defaultIdentity, identities, profile, charging, bindings, since, version,
                server);
    }

    private Registration withVersion(long next) {
        return new Registration(privateIdentity, defaultIdentity, identities, profile, charging, bindings, since, next,
                servedBy);
    }

    /** @return the same without the bindings whose time is over */
    public Registration unexpired(Instant now) {
        return withBindings(bindings.stream().filter(b -> !b.expired(now)).toList());
    }
}
