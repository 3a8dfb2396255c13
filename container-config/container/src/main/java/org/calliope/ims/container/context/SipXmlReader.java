package org.calliope.ims.container.context;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.mobicents.servlet.sip.catalina.rules.MatchingRuleParser;
import org.mobicents.servlet.sip.core.descriptor.MatchingRule;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** Reads {@code WEB-INF/sip.xml}, JSR 289 chapter 19, of version 1.0 (with a document type) and 1.1 (with a schema). */
final class SipXmlReader {

    private SipXmlReader() { }

    /**
     * @param source name for error messages
     * @throws DescriptorException naming source, line and reason
     */
    static SipDescriptor read(InputStream xml, String source) {
        Element root = parse(xml, source).getDocumentElement();
        if (!"sip-app".equals(root.getLocalName())) {
            throw new DescriptorException(source + ": the root element is <" + root.getLocalName() + ">, not <sip-app>");
        }
        try {
            return describe(root, source);
        } catch (NumberFormatException | IllegalStateException e) {
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
            child(app, "proxy-config").map(SipXmlReader::proxyTimeout).orElse(0),
            child(app, "session-config").map(s -> number(text(s, "session-timeout"), -1)).orElse(-1),
            child(app, "distributable").isPresent(), SipSecurityReader.read(app, source));
    }

    /** proxy-timeout in 1.1, sequential-search-timeout in 1.0. */
    private static int proxyTimeout(Element config) {
        return number(text(config, "proxy-timeout"), number(text(config, "sequential-search-timeout"), 0));
    }

    private static SipDescriptor.Servlet servlet(Element servlet, String source) {
        Map<String, String> parameters = new LinkedHashMap<>();
        children(servlet, "init-param").forEach(p -> parameters.put(text(p, "param-name"), text(p, "param-value")));
        return new SipDescriptor.Servlet(required(servlet, "servlet-name", source),
            required(servlet, "servlet-class", source), number(text(servlet, "load-on-startup"), -1), parameters,
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
            new DescriptorException(source + ": servlet-mapping without <pattern>"));
        List<Element> conditions = elements(pattern);
        if (conditions.size() != 1) {
            throw new DescriptorException(source + ": <pattern> needs exactly one condition, it has " + conditions.size());
        }
        return MatchingRuleParser.buildRule(withoutPrefixes(conditions.get(0)));
    }

    /** The rule parser compares qualified names; {@code <javaee:equal>} is as good as {@code <equal>}. */
    private static Element withoutPrefixes(Element element) {
        elements(element).forEach(SipXmlReader::withoutPrefixes);
        return (Element) element.getOwnerDocument().renameNode(element, null, element.getLocalName());
    }

    private static Document parse(InputStream xml, String source) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            factory.setExpandEntityReferences(false);
            DocumentBuilder builder = factory.newDocumentBuilder();
            // the document type of version 1.0 is accepted by its name; nothing is fetched
            builder.setEntityResolver((publicId, systemId) -> new InputSource(new StringReader("")));
            builder.setErrorHandler(new Strict());
            return builder.parse(xml, source);
        } catch (SAXParseException e) {
            throw new DescriptorException(source + " line " + e.getLineNumber() + ": " + e.getMessage(), e);
        } catch (SAXException | IOException | ParserConfigurationException e) {
            throw new DescriptorException(source + ": " + e.getMessage(), e);
        }
    }

    private static final class Strict implements ErrorHandler {
        @Override
        public void warning(SAXParseException e) { }

        @Override
        public void error(SAXParseException e) throws SAXException {
            throw e;
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw e;
        }
    }

    private static int number(String text, int otherwise) {
        return text.isEmpty() ? otherwise : Integer.parseInt(text);
    }

    static String required(Element parent, String name, String source) {
        String text = text(parent, name);
        if (text.isEmpty()) {
            throw new DescriptorException(source + ": <" + parent.getLocalName() + "> without <" + name + ">");
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
