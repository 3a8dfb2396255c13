package org.calliope.ims.xml;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.stream.XMLStreamReader;

/** Writes down the events of a reader, with the namespace declarations that stand further out in its document. */
final class XmlCopy {

    private final XMLStreamReader xml;
    private final StringBuilder out = new StringBuilder();
    private final Deque<Map<String, String>> scopes = new ArrayDeque<>();
    private final Deque<String> open = new ArrayDeque<>();

    XmlCopy(XMLStreamReader xml) {
        this.xml = xml;
    }

    void start() {
        Map<String, String> declared = new TreeMap<>();
        for (int i = 0; i < xml.getNamespaceCount(); i++) {
            declared.put(orEmpty(xml.getNamespacePrefix(i)), orEmpty(xml.getNamespaceURI(i)));
        }
        scopes.push(declared);
        declare(orEmpty(xml.getPrefix()), orEmpty(xml.getNamespaceURI()));
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            if (!orEmpty(xml.getAttributePrefix(i)).isEmpty()) {
                declare(xml.getAttributePrefix(i), orEmpty(xml.getAttributeNamespace(i)));
            }
        }
        String name = qualified(xml.getPrefix(), xml.getLocalName());
        open.push(name);
        out.append('<').append(name);
        declared.forEach((prefix, uri) -> attribute(prefix.isEmpty() ? "xmlns" : "xmlns:" + prefix, uri));
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            attribute(qualified(xml.getAttributePrefix(i), xml.getAttributeLocalName(i)), xml.getAttributeValue(i));
        }
        out.append('>');
    }

    private void declare(String prefix, String uri) {
        if (prefix.equals("xml")) {
            return;
        }
        String known = scopes.stream().filter(scope -> scope.containsKey(prefix)).findFirst()
                .map(scope -> scope.get(prefix)).orElse("");
        if (!known.equals(uri)) {
            scopes.getFirst().put(prefix, uri);
        }
    }

    private void attribute(String name, String value) {
        out.append(' ').append(name).append("=\"");
        escaped(value, true);
        out.append('"');
    }

    void end() {
        scopes.pop();
        out.append("</").append(open.pop()).append('>');
    }

    void text() {
        escaped(xml.getText(), false);
    }

    // what was read is known to be made of characters that XML has a place for
    private void escaped(String text, boolean inAttribute) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '\r' -> out.append("&#13;");
                case '"' -> out.append(inAttribute ? "&quot;" : "\"");
                case '\n', '\t' -> {
                    if (inAttribute) {
                        out.append("&#").append((int) c).append(';');
                    } else {
                        out.append(c);
                    }
                }
                default -> out.append(c);
            }
        }
    }

    private static String qualified(String prefix, String name) {
        return orEmpty(prefix).isEmpty() ? name : prefix + ':' + name;
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
