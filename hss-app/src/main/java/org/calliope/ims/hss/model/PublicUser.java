package org.calliope.ims.hss.model;

import java.util.Objects;

import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.identity.Wildcard;

/**
 * A public identity with all that the HSS keeps of it (TS 29.228 Annex B.2.1).
 *
 * @param identity          canonical SIP or tel URI; of a wildcarded one the pattern (TS 23.003 13.5):
 *                          {@code sip:room-!.*!@ims.example}, up to 255 characters
 * @param type              a user's or a service's, distinct or wildcarded
 * @param barred            may only be registered, never used in a session
 * @param displayName       "" for none, up to 200 characters
 * @param aliasGroup        identities of a subscription with the same text here are aliases (AliasIdentityGroupID)
 * @param serviceProfile    name of its service profile
 * @param applicationServer of a service: name of the application server that hosts it, to which requests go without
 *                          an S-CSCF (TS 23.228 5.4.12.2); "" for none
 * @param active            of a service: false has the S-CSCF refuse requests for it (PSI activation state)
 */
public record PublicUser(String identity, IdentityType type, boolean barred, String displayName, String aliasGroup,
                         String serviceProfile, String applicationServer, boolean active) {

    private static final int LONGEST_DISPLAY_NAME = 200;
    private static final int LONGEST_ALIAS = 64;

    /** Checks each field. */
    public PublicUser {
        type = Objects.requireNonNullElse(type, IdentityType.PUBLIC_USER);
        identity = type.wildcarded() ? pattern(identity) : canonical(identity);
        displayName = Text.plain("displayName", displayName, LONGEST_DISPLAY_NAME);
        aliasGroup = Text.plain("aliasGroup", aliasGroup, LONGEST_ALIAS);
        serviceProfile = serviceProfile == null || serviceProfile.isBlank() ? ServiceProfile.DEFAULT
                : Text.name("serviceProfile", serviceProfile);
        applicationServer = Text.plain("applicationServer", applicationServer, Text.LONGEST_NAME);
        if (!applicationServer.isEmpty() && !type.service()) {
            throw new IllegalArgumentException("applicationServer is for service identities; " + identity
                    + " is a user's, whose application servers stand in the filter criteria of its service profile");
        }
    }

    /** An ordinary one, with the default service profile. */
    public static PublicUser of(String identity) {
        return new PublicUser(identity, IdentityType.PUBLIC_USER, false, "", "", ServiceProfile.DEFAULT, "", true);
    }

    /** The same with a display name. */
    public PublicUser named(String name) {
        return new PublicUser(identity, type, barred, name, aliasGroup, serviceProfile, applicationServer, active);
    }

    /** The same with another service profile. */
    public PublicUser served(String profile) {
        return new PublicUser(identity, type, barred, displayName, aliasGroup, profile, applicationServer, active);
    }

    /** The same, barred. */
    public PublicUser withBarring() {
        return new PublicUser(identity, type, true, displayName, aliasGroup, serviceProfile, applicationServer, active);
    }

    private static String canonical(String uri) {
        String text = Text.plain("identity", uri, Text.LONGEST_NAME);
        if (Wildcard.looksSo(text)) {
            throw new IllegalArgumentException("identity " + text
                    + " looks like a wildcarded one: choose WILDCARDED_PSI or WILDCARDED_PUBLIC_USER as its type");
        }
        try {
            String canonical = PublicIdentity.parse(text).uri();
            if (canonical.length() > Text.LONGEST_NAME) {
                throw new IllegalArgumentException("it is longer than " + Text.LONGEST_NAME + " characters");
            }
            return canonical;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("identity '" + text + "' is no public identity: " + e.getMessage(), e);
        }
    }

    private static String pattern(String text) {
        String plain = Text.plain("identity", text, Text.LONGEST_NAME);
        return Wildcard.of(plain).text();
    }
}
