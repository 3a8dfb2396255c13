package org.calliope.ims.container.context;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import javax.xml.transform.TransformerConfigurationException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMResult;
import javax.xml.transform.sax.SAXTransformerFactory;
import javax.xml.transform.sax.TransformerHandler;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.XMLReader;
import org.xml.sax.helpers.XMLFilterImpl;

/** A document whose elements know on which line they stand, and of which nothing is fetched from elsewhere. */
final class LinedXml {

    private static final String LINE = "line";

    private LinedXml() { }

    /** @throws DescriptorException naming source, line and reason when it is no XML */
    static Document parse(InputStream xml, String source) {
        try {
            SAXParserFactory factory = SAXParserFactory.newDefaultInstance();
            factory.setNamespaceAware(true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            XMLReader reader = factory.newSAXParser().getXMLReader();
            Lines lines = new Lines(reader);
            TransformerHandler builder = ((SAXTransformerFactory) TransformerFactory.newDefaultInstance()).newTransformerHandler();
            DOMResult result = new DOMResult();
            builder.setResult(result);
            lines.setContentHandler(builder);
            lines.parse(new InputSource(xml));
            return numbered((Document) result.getNode(), lines.numbers);
        } catch (SAXParseException e) {
            throw new DescriptorException(source + " line " + e.getLineNumber() + ": " + e.getMessage(), e);
        } catch (SAXException | IOException | ParserConfigurationException | TransformerConfigurationException e) {
            throw new DescriptorException(source + ": " + e.getMessage(), e);
        }
    }

    private static Document numbered(Document document, List<Integer> lines) {
        NodeList elements = document.getElementsByTagName("*"); // in the order of their start tags
        List<Element> all = new ArrayList<>();
        for (int i = 0; i < elements.getLength(); i++) {
            all.add((Element) elements.item(i));
        }
        for (int i = 0; i < all.size(); i++) {
            all.get(i).setUserData(LINE, lines.get(i), null);
        }
        return document;
    }

    /** {@code WEB-INF/sip.xml line 7: }, as the beginning of a message. */
    static String place(Element element, String source) {
        return source + (element.getUserData(LINE) == null ? ": " : " line " + element.getUserData(LINE) + ": ");
    }

    private static final class Lines extends XMLFilterImpl {

        private final List<Integer> numbers = new ArrayList<>();
        private Locator locator;

        Lines(XMLReader parent) {
            super(parent);
            // the document type of version 1.0 is accepted by its name
            setEntityResolver((publicId, systemId) -> new InputSource(new StringReader("")));
        }

        @Override
        public void setDocumentLocator(Locator of) {
            locator = of;
            super.setDocumentLocator(of);
        }

        @Override
        public void startElement(String uri, String localName, String name, Attributes attributes) throws SAXException {
            numbers.add(locator.getLineNumber());
            super.startElement(uri, localName, name, attributes);
        }

        @Override
        public void error(SAXParseException e) throws SAXException {
            throw e;
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw e;
        }
    }
}
