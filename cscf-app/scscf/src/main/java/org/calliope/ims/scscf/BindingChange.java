package org.calliope.ims.scscf;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.registration.Binding;

/**
 * What a REGISTER changes among the contacts of a registration set. It is worked out before the HSS is asked and
 * applied after it agreed, to the contacts there are by then.
 *
 * @param kind    what it is for the HSS
 * @param added   contacts that are new or refreshed
 * @param removed keys of contacts that go, see {@link BindingRules#key}
 */
record BindingChange(Kind kind, PrivateIdentity impi, List<Binding> added, Set<String> removed) {

    /** What a change means for the registration state of the user. */
    enum Kind {
        /** Nothing is asked for but the list of contacts. */
        QUERY,
        /** The user's first contact. */
        REGISTRATION,
        /** A contact more, or refreshed. */
        RE_REGISTRATION,
        /** A contact less, others stay. */
        CONTACT_REMOVED,
        /** The user's last contact goes. */
        DEREGISTRATION,
        /** A contact is to go that is not there. */
        NOTHING_TO_REMOVE
    }

    BindingChange {
        added = List.copyOf(added);
        removed = Set.copyOf(removed);
    }

    /** @return the contacts after this change; those whose time is over are gone too */
    List<Binding> apply(List<Binding> present, Instant now) {
        Set<String> replaced = new HashSet<>(removed);
        added.forEach(binding -> replaced.add(BindingRules.key(binding)));
        List<Binding> after = new ArrayList<>();
        for (Binding binding : present) {
            boolean mine = binding.impi().equals(impi) && replaced.contains(BindingRules.key(binding));
            if (!mine && !binding.expired(now)) {
                after.add(binding);
            }
        }
        after.addAll(added);
        return after;
    }
}
