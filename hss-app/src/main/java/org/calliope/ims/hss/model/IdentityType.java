package org.calliope.ims.hss.model;

/** Kind of a public identity (TS 29.228 Annex B.2.1 and E, IdentityType). */
public enum IdentityType {
    /** A user's (TS 23.003 13.4). */
    PUBLIC_USER,
    /** A service's (TS 23.003 13.5). */
    DISTINCT_PSI,
    /** A pattern for many identities of one service (TS 23.003 13.5). */
    WILDCARDED_PSI,
    /** A pattern for many identities of one user, such as the extensions of a PBX (TS 23.003 13.4). */
    WILDCARDED_PUBLIC_USER;

    /** Whether the identity is a pattern with a regular expression between two exclamation marks. */
    public boolean wildcarded() {
        return this == WILDCARDED_PSI || this == WILDCARDED_PUBLIC_USER;
    }

    /** Whether it belongs to a service: it cannot be registered. */
    public boolean service() {
        return this == DISTINCT_PSI || this == WILDCARDED_PSI;
    }
}
