package org.calliope.ims.sh;

/** Identity-Set, TS 29.329 6.3.10; the order is the value on the wire. */
public enum IdentitySet { ALL_IDENTITIES, REGISTERED_IDENTITIES, IMPLICIT_IDENTITIES, ALIAS_IDENTITIES }
