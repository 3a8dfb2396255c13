package org.calliope.ims.hss.store;

import java.sql.ResultSet;
import java.sql.SQLException;

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
 */
public record ProfileRow(String identity, IdentityType type, boolean barred, String displayName, String aliasGroup,
                         long profileId) {

    static final String SELECT = """
            select identity, identity_type, barred, display_name, alias_group, service_profile_id
            from public_identity where set_id = ? order by place""";

    static ProfileRow of(ResultSet row) throws SQLException {
        int at = 0;
        return new ProfileRow(row.getString(++at), IdentityType.valueOf(row.getString(++at)), row.getBoolean(++at),
                row.getString(++at), row.getString(++at), row.getLong(++at));
    }
}
