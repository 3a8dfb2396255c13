package org.calliope.ims.cx;

import org.calliope.ims.diameter.DiameterRefusal;

/** The Cx user data document, TS 29.228 Annex B, E and the schema CxDataType. Any thread. */
public final class UserProfileXml {

    private UserProfileXml() {
    }

    public static String write(UserProfile profile) {
        return UserProfileWriter.write(profile);
    }

    /** @throws DiameterRefusal of kind MALFORMED when it is no such document, too large or has a DTD */
    public static UserProfile parse(String xml) {
        return new UserProfileReader(xml).read();
    }
}
