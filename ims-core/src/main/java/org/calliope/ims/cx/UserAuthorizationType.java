package org.calliope.ims.cx;

/** User-Authorization-Type, TS 29.229 6.3.24; the order is the value on the wire. */
public enum UserAuthorizationType { REGISTRATION, DE_REGISTRATION, REGISTRATION_AND_CAPABILITIES }
