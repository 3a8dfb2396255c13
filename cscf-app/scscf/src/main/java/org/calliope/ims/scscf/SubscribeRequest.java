package org.calliope.ims.scscf;

import java.util.List;
import java.util.Optional;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.trace.Join;

/**
 * What the notifier of registration state needs of a SUBSCRIBE.
 *
 * @param identity   whose registration is asked for: the Request-URI
 * @param profileKey what its set is found by when the identity is one of a wildcarded one, as {@link ProfileKey#of}
 * @param asserted   who asks: values of P-Asserted-Identity
 * @param event      Event header with its parameters
 * @param accept     values of Accept
 * @param expires    Expires header in seconds, {@link ContactEntry#ABSENT} when absent
 * @param join       for the trace
 */
record SubscribeRequest(PublicIdentity identity, Optional<PublicIdentity> profileKey, List<PublicIdentity> asserted,
                        String event, List<String> accept, int expires, Join join) {

    SubscribeRequest {
        asserted = List.copyOf(asserted);
        accept = List.copyOf(accept);
    }
}
