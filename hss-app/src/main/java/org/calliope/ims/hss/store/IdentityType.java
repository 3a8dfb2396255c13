package org.calliope.ims.hss.store;

/** Kind of a public identity (TS 29.228 Annex D, Identity-Type). */
public enum IdentityType {
    PUBLIC_USER, DISTINCT_PSI
}
