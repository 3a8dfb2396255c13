package org.calliope.ims.hss.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

import org.calliope.ims.hss.model.IdentityType;

/**
 * One public identity of an implicit registration set, in the set's order.
 *
 * @param identity    SIP or tel URI; of a wildcarded one the pattern
 * @param type        a user's or a service's, distinct or wildcarded
 * @param barred      barred from sessions
 * @param displayName empty when there is none
 * @param aliasGroup  empty when there is none
 * @param profileId   identities with the same number share a service profile
 * @param inactive    DSAIs that an application server made inactive, as {@link ProfileContent.Criterion} names them
 */
public record ProfileRow(String identity, IdentityType type, boolean barred, String displayName, String aliasGroup,
                         long profileId, Set<String> inactive) {

    static final String SELECT = """
            select identity, identity_type, barred, display_name, alias_group, service_profile_id,
                d.server_name, d.tag
            from public_identity p left join sh_inactive_dsai d on d.public_identity_id = p.id
            where set_id = ? order by place""";

    /** The next identity; each has a row of the result for every DSAI of it, and one when it has none. */
    static ProfileRow of(ResultSet row) throws SQLException {
        int at = 0;
        return new ProfileRow(row.getString(++at), IdentityType.valueOf(row.getString(++at)), row.getBoolean(++at),
                row.getString(++at), row.getString(++at), row.getLong(++at),
                inactive(row.getString(++at), row.getString(++at)));
    }

    private static Set<String> inactive(String serverName, String tag) {
        return tag == null ? Set.of() : Set.of(ProfileContent.Criterion.dsai(serverName, tag));
    }

    ProfileRow and(ProfileRow same) {
        Set<String> all = new HashSet<>(inactive);
        all.addAll(same.inactive);
        return new ProfileRow(identity, type, barred, displayName, aliasGroup, profileId, Set.copyOf(all));
    }
}
