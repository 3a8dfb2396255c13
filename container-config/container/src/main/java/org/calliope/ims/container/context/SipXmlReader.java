package org.calliope.ims.container.context;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobicents.servlet.sip.catalina.rules.MatchingRuleParser;
import org.mobicents.servlet.sip.core.descriptor.MatchingRule;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Reads {@code WEB-INF/sip.xml}, JSR 289 chapter 19, of version 1.0 (with a document type) and 1.1 (with a schema). */
final class SipXmlReader {

    private SipXmlReader() { }

    /**
     * @param source name for error messages
     * @throws DescriptorException naming source, line and reason
     */
    static SipDescriptor read(InputStream xml, String source) {
        Element root = LinedXml.parse(xml, source).getDocumentElement();
        if (!"sip-app".equals(root.getLocalName())) {
            throw new DescriptorException(LinedXml.place(root, source) + "the root element is <" + root.getLocalName() + ">, not <sip-app>");
        }
        try {
            return describe(root, source);
        } catch (IllegalStateException e) {
            throw new DescriptorException(source + ": " + e.getMessage(), e);
        }
    }

    private static SipDescriptor describe(Element app, String source) {
        Optional<Element> selection = child(app, "servlet-selection");
        Map<String, String> parameters = new LinkedHashMap<>();
        children(app, "context-param").forEach(p -> parameters.put(text(p, "param-name"), text(p, "param-value")));
        return new SipDescriptor(text(app, "app-name"), text(app, "display-name"), text(app, "description"),
            selection.map(s -> text(s, "main-servlet")).orElse(""),
            children(app, "servlet").stream().map(s -> servlet(s, source)).toList(),
            mappings(app, selection, source),
            children(app, "listener").stream().map(l -> required(l, "listener-class", source)).toList(), parameters,
            child(app, "proxy-config").map(p -> proxyTimeout(p, source)).orElse(0),
            child(app, "session-config").map(s -> number(s, "session-timeout", -1, source)).orElse(-1),
            child(app, "distributable").isPresent(), SipSecurityReader.read(app, source));
    }

    /** proxy-timeout in 1.1, sequential-search-timeout in 1.0. */
    private static int proxyTimeout(Element config, String source) {
        return number(config, "proxy-timeout", number(config, "sequential-search-timeout", 0, source), source);
    }

    private static SipDescriptor.Servlet servlet(Element servlet, String source) {
        Map<String, String> parameters = new LinkedHashMap<>();
        children(servlet, "init-param").forEach(p -> parameters.put(text(p, "param-name"), text(p, "param-value")));
        return new SipDescriptor.Servlet(required(servlet, "servlet-name", source),
            required(servlet, "servlet-class", source), number(servlet, "load-on-startup", -1, source), parameters,
            SipSecurityReader.links(servlet, source), child(servlet, "run-as").map(r -> required(r, "role-name", source)).orElse(""));
    }

    /** Within servlet-selection in 1.1, directly below sip-app in 1.0. */
    private static List<SipDescriptor.Mapping> mappings(Element app, Optional<Element> selection, String source) {
        List<Element> elements = new ArrayList<>(children(app, "servlet-mapping"));
        selection.ifPresent(s -> elements.addAll(children(s, "servlet-mapping")));
        return elements.stream().map(m -> new SipDescriptor.Mapping(required(m, "servlet-name", source),
            rule(m, source))).toList();
    }

    private static MatchingRule rule(Element mapping, String source) {
        Element pattern = child(mapping, "pattern").orElseThrow(() ->
            new DescriptorException(LinedXml.place(mapping, source) + "servlet-mapping without <pattern>"));
        List<Element> conditions = elements(pattern);
        if (conditions.size() != 1) {
            throw new DescriptorException(LinedXml.place(pattern, source) + "<pattern> needs exactly one condition, it has " + conditions.size());
        }
        try {
            return MatchingRuleParser.buildRule(withoutPrefixes(conditions.get(0)));
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw new DescriptorException(LinedXml.place(pattern, source) + e.getMessage(), e);
        }
    }

    /** The rule parser compares qualified names; {@code <javaee:equal>} is as good as {@code <equal>}. */
    private static Element withoutPrefixes(Element element) {
        elements(element).forEach(SipXmlReader::withoutPrefixes);
        return (Element) element.getOwnerDocument().renameNode(element, null, element.getLocalName());
    }

    private static int number(Element parent, String name, int otherwise, String source) {
        Optional<Element> element = child(parent, name);
        String text = text(parent, name);
        try {
            return text.isEmpty() ? otherwise : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new DescriptorException(LinedXml.place(element.orElse(parent), source) + "<" + name + "> is a number, not " + text, e);
        }
    }

    static String required(Element parent, String name, String source) {
        String text = text(parent, name);
        if (text.isEmpty()) {
            throw new DescriptorException(LinedXml.place(parent, source) + "<" + parent.getLocalName() + "> without <" + name + ">");
        }
        return text;
    }

    static String text(Element parent, String name) {
        return child(parent, name).map(e -> e.getTextContent().trim()).orElse("");
    }

    static Optional<Element> child(Element parent, String name) {
        return children(parent, name).stream().findFirst();
    }

    static List<Element> children(Element parent, String name) {
        return elements(parent).stream().filter(e -> name.equals(e.getLocalName())).toList();
    }

    private static List<Element> elements(Element parent) {
        List<Element> elements = new ArrayList<>();
        for (Node n = parent.getFirstChild(); n != null; n = n.getNextSibling()) {
            if (n instanceof Element e) {
                elements.add(e);
            }
        }
        return elements;
    }
}
