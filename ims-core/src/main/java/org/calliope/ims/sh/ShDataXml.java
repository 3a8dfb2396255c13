package org.calliope.ims.sh;

import org.calliope.ims.xml.MalformedXml;
import org.calliope.ims.xml.XmlCursor;

/** The document of the Sh User-Data AVP, TS 29.328 Annex D. Any thread. */
public final class ShDataXml {

    static final String ELEMENT = "Sh-Data";

    private ShDataXml() {
    }

    public static String write(ShData data) {
        return new ShDataWriter().write(data);
    }

    /** @throws MalformedXml when it is no such document, too large or has a DTD; the message says why */
    public static ShData parse(String xml) {
        return XmlCursor.document(xml, ELEMENT, cursor -> new ShDataReader(cursor).read());
    }
}
