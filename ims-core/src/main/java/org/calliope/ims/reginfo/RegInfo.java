package org.calliope.ims.reginfo;

import java.util.List;

/**
 * One document, RFC 3680 5.1. Immutable.
 *
 * @param version       0 to 2^32 - 1; one more with every notification of a subscription, from 0 on
 * @param state         whether all registrations are here or only those that changed
 * @param registrations one for each public identity
 */
public record RegInfo(long version, DocumentState state, List<RegistrationElement> registrations) {

    static final long LARGEST_VERSION = 0xFFFF_FFFFL;

    /** What a document tells, RFC 3680 5.1.1. */
    public enum DocumentState { FULL, PARTIAL }

    public RegInfo {
        if (version < 0 || version > LARGEST_VERSION) {
            throw new IllegalArgumentException("version is not from 0 to " + LARGEST_VERSION + ": " + version);
        }
        registrations = List.copyOf(registrations);
    }
}
