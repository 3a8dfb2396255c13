package org.calliope.ims.hss.store;

/**
 * One public identity of an implicit registration set, in the set's order.
 *
 * @param identity    SIP or tel URI
 * @param barred      barred from sessions
 * @param displayName empty when there is none
 * @param profileId   identities with the same number share a service profile
 */
public record ProfileRow(String identity, boolean barred, String displayName, long profileId) {
}
