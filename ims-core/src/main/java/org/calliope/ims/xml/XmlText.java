package org.calliope.ims.xml;

import java.util.Map;

/** Writes elements with text and attributes, without white space. One thread. */
public final class XmlText {

    private final StringBuilder xml = new StringBuilder(512);

    /** The XML declaration; the document is to be sent as UTF-8. */
    public XmlText declaration() {
        xml.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        return this;
    }

    public XmlText open(String name) {
        xml.append('<').append(name).append('>');
        return this;
    }

    /** @param attributes in the order they are to have; one with an empty value is left out */
    public XmlText open(String name, Map<String, String> attributes) {
        xml.append('<').append(name);
        attributes.forEach(this::attribute);
        xml.append('>');
        return this;
    }

    private void attribute(String name, String value) {
        if (!value.isEmpty()) {
            xml.append(' ').append(name).append("=\"");
            int from = 0;
            for (int quote = value.indexOf('"'); quote >= 0; quote = value.indexOf('"', from)) {
                escaped(value.substring(from, quote));
                xml.append("&quot;");
                from = quote + 1;
            }
            escaped(value.substring(from));
            xml.append('"');
        }
    }

    public XmlText text(String text) {
        escaped(text);
        return this;
    }

    public XmlText close(String name) {
        xml.append("</").append(name).append('>');
        return this;
    }

    public XmlText element(String name, String text) {
        open(name);
        escaped(text);
        return close(name);
    }

    public XmlText element(String name, int number) {
        open(name);
        xml.append(number);
        return close(name);
    }

    /** An element with what the writer writes into it. */
    public XmlText element(String name, Runnable content) {
        open(name);
        content.run();
        return close(name);
    }

    /** What {@link XmlCursor#content} has read. */
    public XmlText fragment(String content) {
        xml.append(content);
        return this;
    }

    private void escaped(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> xml.append("&lt;");
                case '>' -> xml.append("&gt;");
                case '&' -> xml.append("&amp;");
                case '\t', '\n', '\r' -> xml.append("&#").append((int) c).append(';');
                default -> xml.append(allowed(text, i) ? c : '?');
            }
        }
    }

    // XML 1.0 2.2 has no place for control characters and half of a surrogate pair
    private static boolean allowed(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
        }
        return c >= ' ' && c < '\uFFFE';
    }

    @Override
    public String toString() {
        return xml.toString();
    }
}
