package org.calliope.ims.xml;

/** A document is not what it should be; the message says why, in plain words, for the one who wrote it. */
public final class MalformedXml extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    public MalformedXml(String why) {
        super(why);
    }
}
