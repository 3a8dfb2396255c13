package org.calliope.ims.scscf;

import java.util.Map;

/**
 * One value of a REGISTER's Contact header.
 *
 * @param uri          as the UE wrote it; "*" for all contacts
 * @param expires      seconds, {@link #ABSENT} when the value has no such parameter
 * @param q            preference, 1.0 when absent
 * @param instanceId   +sip.instance, "" when absent
 * @param regId        reg-id, 0 when absent
 * @param displayName  "" when absent
 * @param parameters   its other parameters in order, "" without value
 */
public record ContactEntry(String uri, int expires, double q, String instanceId, int regId, String displayName,
                           Map<String, String> parameters) {

    /** There was no expires value. */
    public static final int ABSENT = -1;

    private static final String WILDCARD = "*";

    public static ContactEntry of(String uri, int expires) {
        return new ContactEntry(uri, expires, 1.0, "", 0, "", Map.of());
    }

    public boolean isWildcard() {
        return uri.equals(WILDCARD);
    }
}
