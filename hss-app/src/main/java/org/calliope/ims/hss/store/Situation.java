package org.calliope.ims.hss.store;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.calliope.ims.hss.model.IdentityType;

/**
 * What the HSS knows when a Cx request arrives: the public identity, its implicit registration set, its
 * subscription, and the asking private identity's share in the set. One row of one query; a value, never updated.
 */
public final class Situation {

    private final Long subscriptionId;
    private final int version;
    private final String serverName;
    private final String mandatoryCapabilities;
    private final String optionalCapabilities;
    private final String preferredServers;
    private final String visitedNetworks;
    private final Long setId;
    private final RegistrationState state;
    private final long registeredMembers;
    private final IdentityType type;
    private final boolean barred;
    private final boolean unregisteredServices;
    private final Long memberId;
    private final Boolean memberRegistered;
    private final Boolean authPending;

    /** Called by Hibernate, in the order of {@link RegistrationStore}'s queries. */
    @SuppressWarnings("checkstyle:ParameterNumber")
    Situation(Long subscriptionId, int version, String serverName, String mandatoryCapabilities,
            String optionalCapabilities, String preferredServers, String visitedNetworks, Long setId, RegistrationState state,
            long registeredMembers, IdentityType type, boolean barred, boolean unregisteredServices,
            Long memberId, Boolean memberRegistered, Boolean authPending) {
        this.subscriptionId = subscriptionId;
        this.version = version;
        this.serverName = serverName;
        this.mandatoryCapabilities = mandatoryCapabilities;
        this.optionalCapabilities = optionalCapabilities;
        this.preferredServers = preferredServers;
        this.visitedNetworks = visitedNetworks;
        this.setId = setId;
        this.state = state;
        this.registeredMembers = registeredMembers;
        this.type = type;
        this.barred = barred;
        this.unregisteredServices = unregisteredServices;
        this.memberId = memberId;
        this.memberRegistered = memberRegistered;
        this.authPending = authPending;
    }

    long subscriptionId() {
        return subscriptionId;
    }

    /** Whether both belong to one IMS subscription. */
    public boolean sameSubscription(Situation other) {
        return subscriptionId.equals(other.subscriptionId);
    }

    int version() {
        return version;
    }

    /** Identifies the implicit registration set within the store. */
    public long setId() {
        return setId;
    }

    /** The S-CSCF assigned to the subscription, registered, unregistered or while authentication is pending. */
    public Optional<String> serverName() {
        return Optional.ofNullable(serverName);
    }

    /** Capabilities an S-CSCF must have (TS 29.229 6.3.5). */
    public List<Long> mandatoryCapabilities() {
        return NamedShelf.longs(orEmpty(mandatoryCapabilities));
    }

    /** Capabilities an S-CSCF should have (TS 29.229 6.3.6). */
    public List<Long> optionalCapabilities() {
        return NamedShelf.longs(orEmpty(optionalCapabilities));
    }

    /** S-CSCFs to try first (TS 29.229 6.3.4). */
    public List<String> preferredServers() {
        return NamedShelf.words(orEmpty(preferredServers));
    }

    /** Whether the user may register from this network: {@code *} in the subscription allows every one. */
    public boolean mayVisit(String network) {
        return Stream.of(visitedNetworks.split(" ")).anyMatch(n -> n.equals("*") || n.equalsIgnoreCase(network));
    }

    /** State of the implicit registration set. */
    public RegistrationState state() {
        return state;
    }

    /** Private identities that have registered the set. */
    public long registeredMembers() {
        return registeredMembers;
    }

    /** Kind of the public identity asked about. */
    public IdentityType type() {
        return type;
    }

    /** Whether the public identity asked about is barred from sessions. */
    public boolean barred() {
        return barred;
    }

    /** Whether its service profile has services for the unregistered state. */
    public boolean unregisteredServices() {
        return unregisteredServices;
    }

    /** Whether the asking private identity may use the public identity. */
    public boolean associated() {
        return memberId != null;
    }

    long memberId() {
        return memberId;
    }

    /** Whether the asking private identity has registered the set. */
    public boolean memberRegistered() {
        return Boolean.TRUE.equals(memberRegistered);
    }

    /** Whether the asking private identity's authentication is under way. */
    public boolean authPending() {
        return Boolean.TRUE.equals(authPending);
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
