package org.calliope.ims.sh;

/** Requested-Domain, TS 29.329 6.3.7; the order is the value on the wire. */
public enum RequestedDomain { CS_DOMAIN, PS_DOMAIN }
