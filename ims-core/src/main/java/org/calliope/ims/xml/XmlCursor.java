package org.calliope.ims.xml;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.Validator;
import org.xml.sax.SAXException;

/**
 * Goes through a document of another party element by element, by local names. DTDs, entities, deep nesting and large
 * documents are refused with {@link MalformedXml}. One thread, one document.
 */
public final class XmlCursor {

    /** Characters; a profile of a hundred identities and filter criteria needs a tenth. */
    private static final int LARGEST = 1 << 20;
    private static final int DEEPEST = 32;
    private static final int LONGEST_REASON = 300;
    private static final String WHAT = "Message: ";
    private static final XMLInputFactory FACTORY = hardened();

    private final XMLStreamReader xml;
    private int depth;

    private XmlCursor(XMLStreamReader xml) {
        this.xml = xml;
    }

    private static XMLInputFactory hardened() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    /**
     * Reads a whole document.
     *
     * @param root   name of its root element
     * @param reader called within the root element, has to read all its children
     * @throws MalformedXml when it is not well-formed, too large, too deep, has a DTD, or the reader refuses
     */
    public static <T> T document(String text, String root, Function<XmlCursor, T> reader) {
        try {
            return new XmlCursor(stream(text)).whole(root, reader);
        } catch (XMLStreamException broken) {
            throw notWellFormed(broken);
        } catch (MalformedXml refused) {
            throw refused;
        } catch (IllegalArgumentException nonsense) {
            throw new MalformedXml(shortened(String.valueOf(nonsense.getMessage())));
        }
    }

    /**
     * Checks a whole document against a schema, after what {@link #document} refuses has been refused.
     *
     * @throws MalformedXml with the first thing that is wrong
     */
    public static void validate(String text, String root, Schema schema) {
        document(text, root, cursor -> {
            cursor.skip();
            return root;
        });
        SchemaFindings findings = new SchemaFindings();
        try {
            Validator validator = schema.newValidator();
            validator.setErrorHandler(findings);
            validator.validate(new StreamSource(new StringReader(text)));
        } catch (SAXException invalid) {
            throw new MalformedXml(shortened(invalid.getMessage()));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        findings.first().ifPresent(why -> {
            throw new MalformedXml(shortened(why));
        });
    }

    private static XMLStreamReader stream(String text) throws XMLStreamException {
        if (text.length() > LARGEST) {
            throw new MalformedXml("larger than " + LARGEST + " characters");
        }
        return FACTORY.createXMLStreamReader(new StringReader(text));
    }

    private <T> T whole(String root, Function<XmlCursor, T> reader) throws XMLStreamException {
        nextTag();
        if (!name().equals(root)) {
            throw new MalformedXml("the root element is not " + root);
        }
        T read = reader.apply(this);
        while (xml.hasNext()) { // what follows the root must be well-formed too
            nextEvent();
        }
        return read;
    }

    /** @return the children of the element the cursor is at; those named here may come once only */
    public Children children(String... once) {
        return new Children(name(), Set.of(once));
    }

    /** The children of one element, one after the other; each has to be read or skipped before the next. */
    public final class Children {

        private final String parent;
        private final Set<String> once;
        private final Set<String> seen = new HashSet<>();

        private Children(String parent, Set<String> once) {
            this.parent = parent;
            this.once = once;
            deeper();
        }

        /** @return whether the cursor is at a child now; false at the end of the parent */
        public boolean next() {
            if (!nextTag()) {
                depth--;
                return false;
            }
            if (once.contains(name()) && !seen.add(name())) {
                throw new MalformedXml(parent + " has more than one " + name());
            }
            return true;
        }
    }

    /** @return local name of the element the cursor is at */
    public String name() {
        return xml.getLocalName();
    }

    /** @return namespace of the element the cursor is at, "" for none */
    public String namespace() {
        String namespace = xml.getNamespaceURI();
        return namespace == null ? "" : namespace;
    }

    /** @return the attribute without a namespace of the element the cursor is at, without blanks around it */
    public Optional<String> attribute(String name) {
        return Optional.ofNullable(xml.getAttributeValue("", name)).map(String::strip);
    }

    /** @return the text of the element the cursor is at, without blanks around it; the cursor is at its end then */
    public String text() {
        try {
            return xml.getElementText().strip();
        } catch (XMLStreamException broken) {
            throw notWellFormed(broken);
        }
    }

    /** The boolean of the user data schemas: 0, 1, false or true. */
    public boolean bool() {
        String name = name();
        String value = text();
        return switch (value) {
            case "1", "true" -> true;
            case "0", "false" -> false;
            default -> throw new MalformedXml(name + " is neither 0 nor 1 but '" + shortened(value) + "'");
        };
    }

    /** @return a number of 0 and more */
    public int number() {
        String name = name();
        String value = text();
        try {
            int number = Integer.parseInt(value);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException bad) {
            // refused below
        }
        throw new MalformedXml(name + " is no number from 0 to " + Integer.MAX_VALUE + ": '" + shortened(value) + "'");
    }

    /** @return the one of the values that stands at the number in the text */
    public <E> E numbered(E[] values) {
        String name = name();
        int number = number();
        if (number >= values.length) {
            throw new MalformedXml(name + " has no value " + number + ", only 0 to " + (values.length - 1));
        }
        return values[number];
    }

    /** Leaves out the element the cursor is at. */
    public void skip() {
        int outside = depth;
        deeper();
        while (depth > outside) {
            if (nextTag()) {
                deeper();
            } else {
                depth--;
            }
        }
    }

    /** @return all that is within the element the cursor is at, as XML that can stand anywhere; without comments */
    public String content() {
        int outside = depth;
        XmlCopy copy = new XmlCopy(xml);
        deeper();
        while (depth > outside) {
            switch (nextEvent()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    deeper();
                    copy.start();
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    if (--depth > outside) {
                        copy.end();
                    }
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> copy.text();
                default -> { } // comments and processing instructions
            }
        }
        return copy.toString();
    }

    private void deeper() {
        if (++depth > DEEPEST) {
            throw new MalformedXml("nested deeper than " + DEEPEST);
        }
    }

    private boolean nextTag() {
        int event = nextEvent();
        while (event != XMLStreamConstants.START_ELEMENT && event != XMLStreamConstants.END_ELEMENT
                && event != XMLStreamConstants.END_DOCUMENT) {
            event = nextEvent();
        }
        return event == XMLStreamConstants.START_ELEMENT;
    }

    private int nextEvent() {
        try {
            int event = xml.next();
            if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
                throw new MalformedXml("document type declarations and entities are refused");
            }
            return event;
        } catch (XMLStreamException broken) {
            throw notWellFormed(broken);
        }
    }

    /** The parser's message is its location in brackets, a new line, and what is wrong. */
    private static MalformedXml notWellFormed(XMLStreamException broken) {
        String message = String.valueOf(broken.getMessage());
        String what = message.substring(message.indexOf(WHAT) < 0 ? 0 : message.indexOf(WHAT) + WHAT.length());
        Location at = broken.getLocation();
        return new MalformedXml(at == null ? shortened(what)
                : "line " + at.getLineNumber() + ", column " + at.getColumnNumber() + ": " + shortened(what));
    }

    private static String shortened(String text) {
        return text.length() > LONGEST_REASON ? text.substring(0, LONGEST_REASON) + "…" : text;
    }
}
