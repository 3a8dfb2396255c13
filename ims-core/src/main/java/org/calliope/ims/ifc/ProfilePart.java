package org.calliope.ims.ifc;

/** ProfilePartIndicator, TS 29.228 B.2.2: for which state of the user a criterion is; the order is the value in XML. */
public enum ProfilePart {
    REGISTERED,
    UNREGISTERED
}
