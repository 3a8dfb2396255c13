package org.calliope.ims.cx;

/** Kind of a public identity, TS 29.228 B.2.1; the order is the value in XML. */
public enum IdentityType {
    PUBLIC_USER_IDENTITY,
    DISTINCT_PSI,
    WILDCARDED_PSI,
    WILDCARDED_IMPU
}
