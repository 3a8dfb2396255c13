package org.calliope.ims.sh;

/** IMSUserState, TS 29.328 7.6.3; the order is the value in XML, Annex D. */
public enum ImsUserState { NOT_REGISTERED, REGISTERED, REGISTERED_UNREG_SERVICES, AUTHENTICATION_PENDING }
