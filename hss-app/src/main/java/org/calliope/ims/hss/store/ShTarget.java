package org.calliope.ims.hss.store;

import java.util.Optional;

import org.calliope.ims.hss.model.IdentityType;

/**
 * Whom an Sh request is about, as found.
 *
 * @param named      public identity or number, as the application server said it
 * @param identity   the public identity as provisioned: of a wildcarded one the pattern
 * @param aliasGroup "" when it is in none
 */
public record ShTarget(String named, String identity, IdentityType type, boolean barred, long identityId, long setId,
                       long subscriptionId, RegistrationState state, String aliasGroup, boolean active) {

    /** Whether it was named by its number (TS 29.329 6.3.2). */
    public boolean byNumber() {
        return named.indexOf(':') < 0;
    }

    /** The wildcarded identity, when the one named is one of those that it stands for (TS 23.003 13.5). */
    public Optional<String> wildcard() {
        return type.wildcarded() && !named.equals(identity) ? Optional.of(identity) : Optional.empty();
    }

    /** Aliases share their repository data (TS 29.328 table 7.6.1 note 3). */
    String dataKey() {
        return dataKey(identity, aliasGroup);
    }

    static String dataKey(String identity, String aliasGroup) {
        return aliasGroup.isEmpty() ? "=" + identity : "@" + aliasGroup;
    }
}
