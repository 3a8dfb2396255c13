package org.calliope.ims.cx;

import javax.xml.XMLConstants;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.calliope.ims.xml.MalformedXml;
import org.calliope.ims.xml.XmlCursor;
import org.xml.sax.SAXException;

/** Checks user data against the schema of TS 29.228 Annex E, as written anew in {@code user-data.xsd}. Any thread. */
public final class UserDataSchema {

    private static final Schema SCHEMA = load();

    private UserDataSchema() {
    }

    private static Schema load() {
        try {
            SchemaFactory factory = SchemaFactory.newDefaultInstance();
            factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            return factory.newSchema(UserDataSchema.class.getResource("user-data.xsd"));
        } catch (SAXException bad) {
            throw new IllegalStateException("user-data.xsd cannot be used", bad);
        }
    }

    /**
     * Stricter than reading: also the order of the elements counts.
     *
     * @throws MalformedXml when the document is not valid; the message says the first thing that is wrong
     */
    public static void validate(String xml) {
        XmlCursor.validate(xml, UserProfileXml.ELEMENT, SCHEMA);
    }
}
