package org.calliope.ims.reginfo;

import java.util.List;
import java.util.Optional;

/**
 * The state of one public identity, RFC 3680 5.1.2. Immutable.
 *
 * @param aor                public user identity, a URI
 * @param id                 stays the same in all documents of a subscription
 * @param wildcardedIdentity the wildcarded public identity that {@code aor} belongs to (TS 24.229 7.10)
 * @param contacts           all contacts in a full document, those that changed in a partial one
 */
public record RegistrationElement(String aor, String id, State state, Optional<String> wildcardedIdentity,
                                  List<ContactElement> contacts) {

    /** RFC 3680 3: {@code INIT} has no contact yet, {@code TERMINATED} has none any more. */
    public enum State { INIT, ACTIVE, TERMINATED }

    public RegistrationElement {
        if (aor.isEmpty() || id.isEmpty()) {
            throw new IllegalArgumentException("registration without aor or id");
        }
        contacts = List.copyOf(contacts);
    }

    public RegistrationElement(String aor, String id, State state, List<ContactElement> contacts) {
        this(aor, id, state, Optional.empty(), contacts);
    }
}
