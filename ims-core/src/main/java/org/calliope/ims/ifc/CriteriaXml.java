package org.calliope.ims.ifc;

import org.calliope.ims.xml.MalformedXml;
import org.calliope.ims.xml.XmlCursor;
import org.calliope.ims.xml.XmlText;

/** An {@code <InitialFilterCriteria>} element of the schema CxDataType, TS 29.228 Annex E. Any thread. */
public final class CriteriaXml {

    /** Name of the element. */
    public static final String ELEMENT = "InitialFilterCriteria";

    private CriteriaXml() {
    }

    /** @return the element as a document */
    public static String write(InitialFilterCriteria criteria) {
        XmlText xml = new XmlText();
        write(criteria, xml);
        return xml.toString();
    }

    /** Writes the element into a larger document. */
    public static void write(InitialFilterCriteria criteria, XmlText xml) {
        new CriteriaWriter(xml).write(criteria);
    }

    /** @throws MalformedXml when it is no such element, too large, or what it says makes no sense */
    public static InitialFilterCriteria parse(String xml) {
        return XmlCursor.document(xml, ELEMENT, CriteriaXml::read);
    }

    /**
     * Reads the element the cursor is at.
     *
     * @throws IllegalArgumentException when what it says makes no sense; the message says why
     */
    public static InitialFilterCriteria read(XmlCursor xml) {
        return new CriteriaReader(xml).read();
    }
}
