package org.calliope.ims.registration;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.calliope.ims.identity.PublicIdentity;

/**
 * What the subscribers to a registration are told of a contact beyond where it is (TS 24.229 5.4.2.1.2). Immutable.
 *
 * @param registered  the identity that the REGISTER was for; those of its set were registered along with it
 * @param displayName of the Contact header, "" when absent
 * @param parameters  of the Contact header in its order, without those that a {@link Binding} has; values as they stood
 *                    there, "" when there was none
 * @param firstCseq   CSeq number of the first REGISTER for the contact with the Call-ID of the last one: from there on all
 *                    its temporary GRUUs are valid (RFC 5628 5)
 */
public record ContactDetails(Optional<PublicIdentity> registered, String displayName, Map<String, String> parameters,
                             long firstCseq) {

    /** Nothing is known. */
    public static final ContactDetails NONE = new ContactDetails(Optional.empty(), "", Map.of(), 0);

    public ContactDetails {
        parameters = parameters.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }
}
