package org.calliope.ims.reginfo;

import org.calliope.ims.xml.MalformedXml;
import org.calliope.ims.xml.XmlCursor;

/** {@code application/reginfo+xml}, RFC 3680 5.3, RFC 5628 5, TS 24.229 7.10. Any thread. */
public final class RegInfoXml {

    /** The document's media type. */
    public static final String CONTENT_TYPE = "application/reginfo+xml";

    static final String ELEMENT = "reginfo";
    static final String NAMESPACE = "urn:ietf:params:xml:ns:reginfo";
    static final String GRUU_NAMESPACE = "urn:ietf:params:xml:ns:gruuinfo";
    static final String IMS_NAMESPACE = "urn:3gpp:ns:extRegExp:1.0";

    private RegInfoXml() {
    }

    public static String write(RegInfo info) {
        return new RegInfoWriter().write(info);
    }

    /** @throws MalformedXml when it is no such document, too large or has a DTD; the message says why */
    public static RegInfo parse(String xml) {
        return XmlCursor.document(xml, ELEMENT, cursor -> new RegInfoReader(cursor).read());
    }
}
