package org.calliope.ims.ifc;

/** From or to whom a request is, seen from the served user, TS 29.228 B.2.3; the order is the value in XML. */
public enum SessionCase {
    ORIGINATING_REGISTERED,
    TERMINATING_REGISTERED,
    TERMINATING_UNREGISTERED,
    ORIGINATING_UNREGISTERED,
    /** From the served user because he has diverted it, whether registered or not. */
    ORIGINATING_CDIV
}
