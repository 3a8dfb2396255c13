package org.calliope.ims.hss.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Stream;

import org.calliope.ims.cx.AuthScheme;
import org.calliope.ims.hss.model.IdentityType;

/**
 * What the HSS knows when a Cx request arrives: the public identity, its implicit registration set, its
 * subscription, and the asking private identity with its share in the set. One row of one query; a value, never
 * updated.
 */
public final class Situation {

    static final String COLUMNS = """
            s.id, s.version, s.server_name, s.server_host, s.server_realm, s.server_features, s.reassignment,
            s.capability_set_id, s.charging_set_id, s.visited_networks, i.id, i.state,
            (select count(*) from set_member r where r.set_id = i.id and r.registered = true),
            p.identity, p.identity_type, p.barred, p.active, p.service_profile_id, p.application_server_id""";
    static final String MEMBER_COLUMNS = ", m.id, m.registered, m.auth_pending";
    static final String USER_COLUMNS = ", u.id, u.auth_scheme, u.secret";

    private final Row row;
    private final Member member;
    private final User user;

    /** What does not depend on who asks. */
    private record Row(long subscriptionId, int version, Optional<Serving> server, boolean reassignment,
                       Long capabilitySet, Long chargingSet, String visitedNetworks, long setId,
                       RegistrationState state, long registeredMembers, String identity, IdentityType type,
                       boolean barred, boolean active, long profileId, Long applicationServer) {

        /** The columns of {@link RegistrationStore}'s queries, in their order. */
        static Row of(Columns row) throws SQLException {
            return new Row(row.number(), (int) row.number(), serving(row.text(), row.text(), row.text(), row.number()),
                    row.flag(), row.optional(), row.optional(), row.text(), row.number(),
                    RegistrationState.valueOf(row.text()), row.number(), row.text(), IdentityType.valueOf(row.text()),
                    row.flag(), row.flag(), row.number(), row.optional());
        }

        private static Optional<Serving> serving(String name, String host, String realm, long features) {
            return name == null ? Optional.empty()
                    : Optional.of(new Serving(name, host == null ? "" : host, realm == null ? "" : realm, features));
        }
    }

    /** Share of a private identity in the set; null in place of it when it has none. */
    private record Member(long id, boolean registered, boolean authPending) { }

    /** The asking private identity; null in place of it when there is none. */
    private record User(long id, AuthScheme scheme, byte[] secret) { }

    private Situation(Row row, Member member, User user) {
        this.row = row;
        this.member = member;
        this.user = user;
    }

    static Situation of(ResultSet row, boolean withMember, boolean withUser) throws SQLException {
        Columns columns = new Columns(row);
        return new Situation(Row.of(columns), withMember ? member(columns) : null, withUser ? user(columns) : null);
    }

    /** The same without regard to a private identity. */
    Situation withoutUser() {
        return user == null && member == null ? this : new Situation(row, null, null);
    }

    private static Member member(Columns row) throws SQLException {
        Long id = row.optional();
        boolean registered = row.flag();
        boolean pending = row.flag();
        return id == null ? null : new Member(id, registered, pending);
    }

    private static User user(Columns row) throws SQLException {
        Long id = row.optional();
        String scheme = row.text();
        byte[] secret = row.bytes();
        return id == null ? null : new User(id, AuthScheme.valueOf(scheme), secret);
    }

    long subscriptionId() {
        return row.subscriptionId();
    }

    /** Whether both belong to one IMS subscription. */
    public boolean sameSubscription(Situation other) {
        return row.subscriptionId() == other.row.subscriptionId();
    }

    int version() {
        return row.version();
    }

    /** Identifies the implicit registration set within the store. */
    public long setId() {
        return row.setId();
    }

    /** The S-CSCF assigned to the subscription, registered, unregistered or while authentication is pending. */
    public Optional<String> serverName() {
        return row.server().map(Serving::name);
    }

    /** The same with its Diameter identity. */
    public Optional<Serving> server() {
        return row.server();
    }

    /** S-CSCF reassignment pending: another S-CSCF may take over (TS 29.228 6.1.1.1, TS 23.380 4.2). */
    public boolean reassignmentPending() {
        return row.reassignment();
    }

    Long capabilitySet() {
        return row.capabilitySet();
    }

    Long chargingSet() {
        return row.chargingSet();
    }

    /** Whether the user may register from this network: {@code *} in the subscription allows every one. */
    public boolean mayVisit(String network) {
        return Stream.of(row.visitedNetworks().split(" ")).anyMatch(n -> n.equals("*") || n.equalsIgnoreCase(network));
    }

    /** State of the implicit registration set. */
    public RegistrationState state() {
        return row.state();
    }

    /** Private identities that have registered the set. */
    public long registeredMembers() {
        return row.registeredMembers();
    }

    /** The public identity as provisioned: of a wildcarded one the pattern. */
    public String identity() {
        return row.identity();
    }

    /** Wildcarded-Public-Identity: the pattern that the identity asked about matches (TS 29.229 6.3.35). */
    public Optional<String> wildcard() {
        return row.type().wildcarded() ? Optional.of(row.identity()) : Optional.empty();
    }

    /** Kind of the public identity asked about. */
    public IdentityType type() {
        return row.type();
    }

    /** Whether the public identity asked about is barred from sessions. */
    public boolean barred() {
        return row.barred();
    }

    /** PSI activation state (TS 23.003 13.5); a user's identity always is active. */
    public boolean active() {
        return row.active() || !row.type().service();
    }

    long profileId() {
        return row.profileId();
    }

    Long applicationServer() {
        return row.applicationServer();
    }

    /** Whether the asking private identity exists. */
    public boolean knowsUser() {
        return user != null;
    }

    /** Whether the asking private identity may use the public identity. */
    public boolean associated() {
        return member != null;
    }

    long memberId() {
        return member.id();
    }

    /** Whether the asking private identity has registered the set. */
    public boolean memberRegistered() {
        return member != null && member.registered();
    }

    /** Whether the asking private identity's authentication is under way. */
    public boolean authPending() {
        return member != null && member.authPending();
    }

    long userId() {
        return user.id();
    }

    AuthScheme scheme() {
        return user.scheme();
    }

    byte[] secret() {
        return user.secret();
    }
}
