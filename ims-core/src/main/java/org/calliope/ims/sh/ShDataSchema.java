package org.calliope.ims.sh;

import javax.xml.XMLConstants;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.calliope.ims.xml.MalformedXml;
import org.calliope.ims.xml.XmlCursor;
import org.xml.sax.SAXException;

/** Checks Sh user data against the schema of TS 29.328 Annex D, as written anew in {@code sh-data.xsd}. Any thread. */
public final class ShDataSchema {

    private static final Schema SCHEMA = load();

    private ShDataSchema() {
    }

    private static Schema load() {
        try {
            SchemaFactory factory = SchemaFactory.newDefaultInstance();
            factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            return factory.newSchema(ShDataSchema.class.getResource("sh-data.xsd"));
        } catch (SAXException bad) {
            throw new IllegalStateException("sh-data.xsd cannot be used", bad);
        }
    }

    /**
     * Stricter than reading: also the order of the elements counts. What is within IFCs is not looked at.
     *
     * @throws MalformedXml when the document is not valid; the message says the first thing that is wrong
     */
    public static void validate(String xml) {
        XmlCursor.validate(xml, ShDataXml.ELEMENT, SCHEMA);
    }
}
