package org.calliope.ims.cx;

import java.util.Optional;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.identity.Wildcard;

/**
 * A public identity within a profile, TS 29.228 B.2.1.
 *
 * @param barred      it may not be used for anything but registration
 * @param wildcard    of the two wildcarded types: the identity with its expression between exclamation marks (TS 23.003
 *                    13.4A, 13.5), up to 255 characters
 * @param displayName how to show the user
 * @param aliasGroup  identities of one group are the same to their user (TS 24.229 3.1), up to 64 characters
 */
public record ProfileIdentity(PublicIdentity identity, boolean barred, IdentityType type, Optional<String> wildcard,
        Optional<String> displayName, Optional<String> aliasGroup) {

    private static final int LONGEST_WILDCARD = 255;
    private static final int LONGEST_GROUP = 64;

    /** @throws IllegalArgumentException when the wildcard does not fit the type or something is too long */
    public ProfileIdentity {
        boolean wildcarded = type == IdentityType.WILDCARDED_PSI || type == IdentityType.WILDCARDED_IMPU;
        if (wildcard.isPresent() && !wildcarded) {
            throw new IllegalArgumentException("only a wildcarded identity has a wildcard, not a " + type);
        }
        if (wildcard.filter(text -> text.length() > LONGEST_WILDCARD).isPresent()) {
            throw new IllegalArgumentException("the wildcard is longer than " + LONGEST_WILDCARD + " characters");
        }
        if (aliasGroup.filter(text -> text.isEmpty() || text.length() > LONGEST_GROUP).isPresent()) {
            throw new IllegalArgumentException("the alias group is not 1 to " + LONGEST_GROUP + " characters");
        }
    }

    /** @return whether this is the identity itself or, wildcarded, stands for it */
    public boolean covers(PublicIdentity asked) {
        return expression().map(pattern -> pattern.matches(asked.uri())).orElseGet(() -> identity.equals(asked));
    }

    /** @return the identity, or what stands for a wildcarded one and names nobody: see {@link Wildcard#standing} */
    public PublicIdentity key() {
        return expression().map(Wildcard::standing).orElse(identity);
    }

    /** @return whether it is one identity and not many */
    public boolean distinct() {
        return type == IdentityType.PUBLIC_USER_IDENTITY || type == IdentityType.DISTINCT_PSI;
    }

    /** @return nothing of a distinct identity, and of a wildcard of another HSS that is none */
    private Optional<Wildcard> expression() {
        try {
            return wildcard.map(Wildcard::of);
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    /** Of a user, in no alias group. */
    public ProfileIdentity(PublicIdentity identity, boolean barred, Optional<String> displayName) {
        this(identity, barred, IdentityType.PUBLIC_USER_IDENTITY, Optional.empty(), displayName, Optional.empty());
    }

    /** Of a service, which is not barred. */
    public static ProfileIdentity service(PublicIdentity identity) {
        return new ProfileIdentity(identity, false, IdentityType.DISTINCT_PSI, Optional.empty(), Optional.empty(),
                Optional.empty());
    }

    public ProfileIdentity inAliasGroup(String group) {
        return new ProfileIdentity(identity, barred, type, wildcard, displayName, Optional.of(group));
    }
}
