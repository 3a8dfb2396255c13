package org.calliope.ims.ifc;

/** What becomes of the request when the application server does not answer, TS 29.228 B.2.2; the order is the value in XML. */
public enum DefaultHandling {
    SESSION_CONTINUED,
    SESSION_TERMINATED
}
