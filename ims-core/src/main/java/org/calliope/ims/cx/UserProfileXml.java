package org.calliope.ims.cx;

import org.calliope.ims.diameter.DiameterRefusal;
import org.calliope.ims.diameter.DiameterRefusal.Kind;
import org.calliope.ims.xml.MalformedXml;
import org.calliope.ims.xml.XmlCursor;

/** The Cx user data document, TS 29.228 Annex B, E and the schema CxDataType. Any thread. */
public final class UserProfileXml {

    static final String ELEMENT = "IMSSubscription";

    private UserProfileXml() {
    }

    public static String write(UserProfile profile) {
        return UserProfileWriter.write(profile);
    }

    /** @throws DiameterRefusal of kind MALFORMED when it is no such document, too large or has a DTD */
    public static UserProfile parse(String xml) {
        try {
            return XmlCursor.document(xml, ELEMENT, cursor -> new UserProfileReader(cursor).read());
        } catch (MalformedXml malformed) {
            throw new DiameterRefusal(Kind.MALFORMED, "User-Data: " + malformed.getMessage());
        }
    }
}
