package org.calliope.ims.cx;

/** Writes user data; element names are those of TS 29.228 Annex E. */
final class UserProfileWriter {

    private final StringBuilder xml = new StringBuilder(512);

    static String write(UserProfile profile) {
        UserProfileWriter writer = new UserProfileWriter();
        writer.subscription(profile);
        return writer.xml.toString();
    }

    private void subscription(UserProfile profile) {
        xml.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?><IMSSubscription>");
        element("PrivateID", profile.privateIdentity().value());
        profile.serviceProfiles().forEach(this::serviceProfile);
        xml.append("</IMSSubscription>");
    }

    private void serviceProfile(ServiceProfile profile) {
        xml.append("<ServiceProfile>");
        profile.identities().forEach(this::identity);
        profile.filterCriteria().forEach(criteria -> xml.append(criteria.xml()));
        xml.append("</ServiceProfile>");
    }

    // the schema grew by Extension elements: DisplayName stands two deep
    private void identity(ProfileIdentity identity) {
        xml.append("<PublicIdentity>");
        if (identity.barred()) {
            element("BarringIndication", "1");
        }
        element("Identity", identity.identity().uri());
        identity.displayName().ifPresent(name -> {
            xml.append("<Extension><Extension>");
            element("DisplayName", name);
            xml.append("</Extension></Extension>");
        });
        xml.append("</PublicIdentity>");
    }

    private void element(String name, String text) {
        open(xml, name);
        escaped(xml, text);
        close(xml, name);
    }

    static void open(StringBuilder xml, String name) {
        xml.append('<').append(name).append('>');
    }

    static void close(StringBuilder xml, String name) {
        xml.append("</").append(name).append('>');
    }

    static void escaped(StringBuilder xml, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> xml.append("&lt;");
                case '>' -> xml.append("&gt;");
                case '&' -> xml.append("&amp;");
                case '\t', '\n', '\r' -> xml.append(' ');
                default -> xml.append(c < ' ' || c >= '\uFFFE' ? '?' : c); // XML 1.0 2.2 has no place for these
            }
        }
    }
}
