package org.calliope.ims.scscf;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.calliope.ims.cx.ProfileIdentity;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.registration.Binding;
import org.calliope.ims.registration.Registration;
import org.calliope.ims.reginfo.ContactElement;
import org.calliope.ims.reginfo.ContactElement.Event;
import org.calliope.ims.reginfo.RegistrationElement;
import org.calliope.ims.reginfo.RegistrationElement.State;
import org.calliope.ims.scscf.RegistrationChange.Cause;

/**
 * What a registration set looks like to a subscriber, and how it differs from what the subscriber was told last:
 * TS 24.229 5.4.2.1.2, RFC 3680 5.1. Pure.
 */
final class RegInfoDocuments {

    private RegInfoDocuments() {
    }

    /** 5.4.2.1.2: one element for each identity that is not barred, with all its contacts. */
    static List<RegistrationElement> full(Registration now, Instant at) {
        return now.identities().stream().map(identity -> element(now, identity, State.ACTIVE, now.bindings().stream()
                .map(binding -> contact(binding, identity, Event.REGISTERED, now, at)).toList())).toList();
    }

    /** The registration is over: everything is terminated. */
    static List<RegistrationElement> ended(Registration told, Map<String, Cause> causes, Instant at) {
        return told.identities().stream().map(identity -> element(told, identity, State.TERMINATED,
                told.bindings().stream().map(binding -> contact(binding, identity,
                        lost(binding, causes), told, at)).toList())).toList();
    }

    /**
     * RFC 3680 5.1.1: what has changed, as one element for each identity that it concerns.
     *
     * @param causes why contacts changed or went, by {@link #key}
     */
    static List<RegistrationElement> changed(Registration told, Registration now, Map<String, Cause> causes,
                                             Instant at) {
        List<RegistrationElement> elements = new ArrayList<>();
        for (PublicIdentity identity : told.identities()) {
            if (now.identities().contains(identity)) {
                List<ContactElement> contacts = changedContacts(told, now, identity, causes, at);
                if (!contacts.isEmpty()) {
                    elements.add(element(now, identity, State.ACTIVE, contacts));
                }
            } else {
                // 5.4.1.8: the HSS took the identity out of the set
                elements.add(element(told, identity, State.TERMINATED, told.bindings().stream()
                        .map(binding -> contact(binding, identity, Event.DEACTIVATED, told, at)).toList()));
            }
        }
        now.identities().stream().filter(identity -> !told.identities().contains(identity)).forEach(identity ->
                elements.add(element(now, identity, State.ACTIVE, now.bindings().stream()
                        .map(binding -> contact(binding, identity, Event.CREATED, now, at)).toList())));
        return elements;
    }

    private static List<ContactElement> changedContacts(Registration told, Registration now, PublicIdentity identity,
                                                        Map<String, Cause> causes, Instant at) {
        Map<String, Binding> gone = new LinkedHashMap<>();
        told.bindings().forEach(binding -> gone.put(key(binding), binding));
        List<ContactElement> contacts = new ArrayList<>();
        for (Binding binding : now.bindings()) {
            Binding before = gone.remove(key(binding));
            if (before == null) {
                contacts.add(contact(binding, identity, Event.REGISTERED, now, at));
            } else if (!before.equals(binding)) {
                contacts.add(contact(binding, identity, kept(binding, causes), now, at));
            }
        }
        gone.values().forEach(binding -> contacts.add(contact(binding, identity, lost(binding, causes), told, at)));
        return contacts;
    }

    /** @return what a contact is told apart by within its set */
    static String key(Binding binding) {
        return binding.impi().value() + ' ' + BindingRules.key(binding);
    }

    /** RFC 3680 5.1.3: why a contact is no more. */
    private static Event lost(Binding binding, Map<String, Cause> causes) {
        return switch (causes.getOrDefault(key(binding), Cause.REGISTER)) {
            case REGISTER -> Event.UNREGISTERED;
            case EXPIRED -> Event.EXPIRED;
            case REJECTED -> Event.REJECTED;
            case SHORTENED, DEACTIVATED, PROFILE -> Event.DEACTIVATED;
        };
    }

    private static Event kept(Binding binding, Map<String, Cause> causes) {
        return causes.get(key(binding)) == Cause.SHORTENED ? Event.SHORTENED : Event.REFRESHED;
    }

    private static RegistrationElement element(Registration of, PublicIdentity identity, State state,
                                               List<ContactElement> contacts) {
        Optional<String> wildcard = of.profile().serviceProfiles().stream()
                .flatMap(service -> service.identities().stream())
                .filter(member -> member.identity().equals(identity)).findFirst().flatMap(ProfileIdentity::wildcard);
        return new RegistrationElement(identity.uri(), id(identity.uri()), state, wildcard, contacts);
    }

    private static ContactElement contact(Binding binding, PublicIdentity identity, Event event, Registration of,
                                          Instant at) {
        ContactElement.Builder contact = ContactElement
                .after(event, id(identity.uri() + ' ' + key(binding)), binding.contact())
                .callId(binding.callId()).cseq(binding.cseq());
        if (binding.q() < 1.0) {
            contact.q(Double.toString(binding.q()));
        }
        if (event.leaves() == ContactElement.State.ACTIVE) {
            contact.expires(Math.max(0, Duration.between(at, binding.expires()).toSeconds()));
        }
        if (!binding.instanceId().isEmpty()) {
            contact.unknownParam("+sip.instance", '"' + binding.instanceId() + '"');
        }
        if (binding.regId() > 0) {
            contact.unknownParam("reg-id", Integer.toString(binding.regId()));
        }
        return contact.build();
    }

    // RFC 3680 5.1.2 and 5.1.3: the same in all documents, and unique in each; short, for packets are
    private static String id(String of) {
        return HexFormat.of().toHexDigits(
                UUID.nameUUIDFromBytes(of.getBytes(StandardCharsets.UTF_8)).getMostSignificantBits());
    }
}
