package org.calliope.ims.cx;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.calliope.ims.diameter.DiameterRefusal;
import org.calliope.ims.diameter.DiameterRefusal.Kind;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;

/**
 * Reads user data. What it does not know is skipped, as the schema's extension points ask for; DTDs, entities,
 * deep nesting and large documents are refused.
 */
final class UserProfileReader {

    /** Characters; a profile of a hundred identities and filter criteria needs a tenth. */
    private static final int LARGEST = 1 << 20;
    private static final int DEEPEST = 32;
    private static final XMLInputFactory FACTORY = hardened();

    private final String text;
    private XMLStreamReader xml;

    UserProfileReader(String text) {
        this.text = text;
    }

    private static XMLInputFactory hardened() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    UserProfile read() {
        if (text.length() > LARGEST) {
            throw malformed("larger than " + LARGEST + " characters");
        }
        try {
            xml = FACTORY.createXMLStreamReader(new StringReader(text));
            return document();
        } catch (XMLStreamException | IllegalArgumentException broken) {
            throw malformed(firstLine(broken.getMessage()));
        }
    }

    private UserProfile document() throws XMLStreamException {
        nextTag();
        if (!name().equals("IMSSubscription")) {
            throw malformed("the root element is not IMSSubscription");
        }
        Optional<PrivateIdentity> privateIdentity = Optional.empty();
        List<ServiceProfile> profiles = new ArrayList<>();
        while (nextTag()) {
            switch (name()) {
                case "PrivateID" -> privateIdentity = Optional.of(new PrivateIdentity(text()));
                case "ServiceProfile" -> profiles.add(serviceProfile());
                default -> skip();
            }
        }
        if (profiles.isEmpty()) {
            throw malformed("no ServiceProfile");
        }
        UserProfile profile = new UserProfile(privateIdentity.orElseThrow(() -> malformed("no PrivateID")), profiles);
        while (xml.hasNext()) { // what follows the root must be well-formed too
            next();
        }
        return profile;
    }

    private ServiceProfile serviceProfile() throws XMLStreamException {
        List<ProfileIdentity> identities = new ArrayList<>();
        List<InitialFilterCriteria> criteria = new ArrayList<>();
        while (nextTag()) {
            switch (name()) {
                case "PublicIdentity" -> identities.add(identity());
                case "InitialFilterCriteria" -> criteria.add(criteria());
                default -> skip();
            }
        }
        if (identities.isEmpty()) {
            throw malformed("ServiceProfile without PublicIdentity");
        }
        return new ServiceProfile(identities, criteria);
    }

    private ProfileIdentity identity() throws XMLStreamException {
        Optional<PublicIdentity> identity = Optional.empty();
        Optional<String> displayName = Optional.empty();
        boolean barred = false;
        int depth = 0;
        while (true) {
            if (!nextTag()) {
                if (depth-- == 0) {
                    break;
                }
                continue;
            }
            switch (name()) {
                case "Extension" -> depth = deeper(depth);
                case "Identity" -> identity = Optional.of(PublicIdentity.parse(text()));
                case "BarringIndication" -> barred = bool(text());
                case "DisplayName" -> displayName = Optional.of(text());
                default -> skip();
            }
        }
        return new ProfileIdentity(identity.orElseThrow(() -> malformed("PublicIdentity without Identity")), barred,
                displayName);
    }

    // kept as XML: what it means is read where it is applied
    private InitialFilterCriteria criteria() throws XMLStreamException {
        StringBuilder copy = new StringBuilder();
        int priority = 0;
        int depth = 1;
        UserProfileWriter.open(copy, name());
        while (depth > 0) {
            switch (next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    depth = deeper(depth);
                    UserProfileWriter.open(copy, name());
                    if (depth == 2 && name().equals("Priority")) {
                        String text = text();
                        priority = number(text);
                        copy.append(text);
                        UserProfileWriter.close(copy, name());
                        depth--;
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    depth--;
                    UserProfileWriter.close(copy, name());
                }
                case XMLStreamConstants.CHARACTERS -> {
                    if (!xml.isWhiteSpace()) {
                        UserProfileWriter.escaped(copy, xml.getText());
                    }
                }
                default -> { }
            }
        }
        return new InitialFilterCriteria(priority, copy.toString());
    }

    private boolean nextTag() throws XMLStreamException {
        int event = next();
        while (event != XMLStreamConstants.START_ELEMENT && event != XMLStreamConstants.END_ELEMENT
                && event != XMLStreamConstants.END_DOCUMENT) {
            event = next();
        }
        return event == XMLStreamConstants.START_ELEMENT;
    }

    private int next() throws XMLStreamException {
        int event = xml.next();
        if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
            throw malformed("document type declarations and entities are refused");
        }
        return event;
    }

    private void skip() throws XMLStreamException {
        int open = 1;
        while (open > 0) {
            open += nextTag() ? 1 : -1;
            if (open > DEEPEST) {
                throw malformed("nested deeper than " + DEEPEST);
            }
        }
    }

    private static int deeper(int depth) {
        if (depth >= DEEPEST) {
            throw malformed("nested deeper than " + DEEPEST);
        }
        return depth + 1;
    }

    private String text() throws XMLStreamException {
        return xml.getElementText().strip();
    }

    private String name() {
        return xml.getLocalName();
    }

    private static boolean bool(String value) {
        return switch (value) {
            case "1", "true" -> true;
            case "0", "false" -> false;
            default -> throw malformed("'" + value + "' is no tBool");
        };
    }

    private static int number(String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException bad) {
            throw malformed("Priority is no number");
        }
    }

    private static String firstLine(String message) {
        return String.valueOf(message).lines().findFirst().orElse("");
    }

    private static DiameterRefusal malformed(String why) {
        return new DiameterRefusal(Kind.MALFORMED, "User-Data: " + why);
    }
}
