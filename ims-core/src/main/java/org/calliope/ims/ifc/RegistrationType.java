package org.calliope.ims.ifc;

/** Which REGISTER a criterion is for, TS 29.228 B.2.3; the order is the value in XML. */
public enum RegistrationType {
    INITIAL,
    RE,
    DE
}
