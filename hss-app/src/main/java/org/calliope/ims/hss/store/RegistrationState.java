package org.calliope.ims.hss.store;

/** Registration state of an implicit registration set, all of whose identities change state together (TS 29.228 6.5). */
public enum RegistrationState {
    /** No S-CSCF serves the set. */
    NOT_REGISTERED,
    /** At least one private identity has registered it. */
    REGISTERED,
    /** An S-CSCF keeps the profile for services to the unregistered user. */
    UNREGISTERED
}
