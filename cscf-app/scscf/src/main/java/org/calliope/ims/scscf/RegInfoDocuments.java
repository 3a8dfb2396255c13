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
 * TS 24.229 5.4.2.1.2, RFC 3680 5.1. Pure but for the temporary GRUUs that it draws.
 */
final class RegInfoDocuments {

    /**
     * What one element is about.
     *
     * @param wildcard the wildcarded identity that it stands for (TS 24.229 7.10A)
     */
    private record Member(PublicIdentity aor, Optional<String> wildcard) {
    }

    private final Instances instances;

    /** @param instances names each UE by its GRUUs */
    RegInfoDocuments(Instances instances) {
        this.instances = instances;
    }

    /** 5.4.2.1.2: one element for each identity that is not barred, with all its contacts. */
    List<RegistrationElement> full(Registration now, Instant at) {
        return members(now).stream().map(member -> element(member, State.ACTIVE, now.bindings().stream()
                .map(binding -> contact(binding, member, event(binding, member), now, at)).toList())).toList();
    }

    /** The registration is over: everything is terminated. */
    List<RegistrationElement> ended(Registration told, Map<String, Cause> causes, Instant at) {
        return members(told).stream().map(member -> element(member, State.TERMINATED, told.bindings().stream()
                .map(binding -> contact(binding, member, lost(binding, causes), told, at)).toList())).toList();
    }

    /**
     * RFC 3680 5.1.1: what has changed, as one element for each identity that it concerns.
     *
     * @param causes why contacts changed or went, by {@link #key}
     */
    List<RegistrationElement> changed(Registration told, Registration now, Map<String, Cause> causes,
                                             Instant at) {
        List<Member> before = members(told);
        List<Member> after = members(now);
        List<RegistrationElement> elements = new ArrayList<>();
        for (Member member : before) {
            if (after.contains(member)) {
                List<ContactElement> contacts = changedContacts(told, now, member, causes, at);
                if (!contacts.isEmpty()) {
                    elements.add(element(member, State.ACTIVE, contacts));
                }
            } else {
                // 5.4.1.8: the HSS took the identity out of the set
                elements.add(element(member, State.TERMINATED, told.bindings().stream()
                        .map(binding -> contact(binding, member, Event.DEACTIVATED, told, at)).toList()));
            }
        }
        after.stream().filter(member -> !before.contains(member)).forEach(member ->
                elements.add(element(member, State.ACTIVE, now.bindings().stream()
                        .map(binding -> contact(binding, member, Event.CREATED, now, at)).toList())));
        return elements;
    }

    private List<ContactElement> changedContacts(Registration told, Registration now, Member member,
                                                        Map<String, Cause> causes, Instant at) {
        Map<String, Binding> gone = new LinkedHashMap<>();
        told.bindings().forEach(binding -> gone.put(key(binding), binding));
        List<ContactElement> contacts = new ArrayList<>();
        for (Binding binding : now.bindings()) {
            Binding before = gone.remove(key(binding));
            if (before == null) {
                contacts.add(contact(binding, member, event(binding, member), now, at));
            } else if (!before.equals(binding)) {
                contacts.add(contact(binding, member, kept(binding, causes), now, at));
            }
        }
        gone.values().forEach(binding -> contacts.add(contact(binding, member, lost(binding, causes), told, at)));
        return contacts;
    }

    /** The identities that are not barred: the distinct ones of the set, and those that stand for wildcarded ones. */
    private static List<Member> members(Registration of) {
        List<ProfileIdentity> wildcarded = ImplicitSet.wildcarded(of.profile());
        List<ProfileIdentity> unnamed = new ArrayList<>(wildcarded);
        List<Member> members = new ArrayList<>();
        for (PublicIdentity identity : of.identities()) {
            Optional<ProfileIdentity> wildcard = distinct(of, identity) ? Optional.empty()
                    : wildcarded.stream().filter(member -> member.covers(identity)).findFirst();
            wildcard.ifPresent(unnamed::remove);
            members.add(new Member(identity, wildcard.flatMap(ProfileIdentity::wildcard)));
        }
        unnamed.forEach(member -> members.add(new Member(member.key(), member.wildcard())));
        return members;
    }

    private static boolean distinct(Registration of, PublicIdentity identity) {
        return of.profile().serviceProfiles().stream().flatMap(service -> service.identities().stream())
                .anyMatch(member -> member.distinct() && member.identity().equals(identity));
    }

    /** @return what a contact is told apart by within its set */
    static String key(Binding binding) {
        return binding.impi().value() + ' ' + BindingRules.key(binding);
    }

    // 5.4.2.1.2, RFC 3680 5.1.3: of the identities of a set one was registered, and the others along with it
    private static Event event(Binding binding, Member member) {
        return binding.details().registered().filter(identity -> !identity.equals(member.aor())).isPresent()
                ? Event.CREATED : Event.REGISTERED;
    }

    /** RFC 3680 5.1.3: why a contact is no more. */
    private static Event lost(Binding binding, Map<String, Cause> causes) {
        return switch (causes.getOrDefault(key(binding), Cause.REGISTER)) {
            case REGISTER, ELSEWHERE -> Event.UNREGISTERED;
            case EXPIRED -> Event.EXPIRED;
            case REJECTED -> Event.REJECTED;
            default -> Event.DEACTIVATED;
        };
    }

    private static Event kept(Binding binding, Map<String, Cause> causes) {
        return causes.get(key(binding)) == Cause.SHORTENED ? Event.SHORTENED : Event.REFRESHED;
    }

    private static RegistrationElement element(Member member, State state, List<ContactElement> contacts) {
        String aor = member.aor().uri();
        return new RegistrationElement(aor, id(aor), state, member.wildcard(), contacts);
    }

    private ContactElement contact(Binding binding, Member member, Event event, Registration of, Instant at) {
        ContactElement.Builder contact = ContactElement
                .after(event, id(member.aor().uri() + ' ' + key(binding)), binding.contact())
                .callId(binding.callId()).cseq(binding.cseq());
        if (binding.q() < 1.0) {
            contact.q(Double.toString(binding.q()));
        }
        if (event.leaves() == ContactElement.State.ACTIVE) {
            contact.expires(Math.max(0, Duration.between(at, binding.expires()).toSeconds()));
            gruus(binding, member, of, contact);
        }
        if (!binding.details().displayName().isEmpty()) {
            contact.displayName(binding.details().displayName());
        }
        // RFC 5628 5: values as they stood in the header, with their quotes
        if (!binding.instanceId().isEmpty()) {
            contact.unknownParam("+sip.instance", '"' + binding.instanceId() + '"');
        }
        if (binding.regId() > 0) {
            contact.unknownParam("reg-id", Integer.toString(binding.regId()));
        }
        binding.details().parameters().forEach(contact::unknownParam);
        return contact.build();
    }

    // RFC 5628 5; TS 24.229 5.4.7A: a UE hears of those for the identities that its REGISTER did not name here alone
    private void gruus(Binding binding, Member member, Registration of, ContactElement.Builder contact) {
        // what stands for a wildcarded identity is nobody
        if (of.identities().contains(member.aor())) {
            instances.names(binding, member.aor(), of).ifPresent(names -> contact.pubGruu(names.publicGruu())
                    .tempGruu(names.temporaryGruu(), binding.details().firstCseq()));
        }
    }

    // RFC 3680 5.1.2 and 5.1.3: the same in all documents, and unique in each; short, for packets are
    private static String id(String of) {
        return HexFormat.of().toHexDigits(
                UUID.nameUUIDFromBytes(of.getBytes(StandardCharsets.UTF_8)).getMostSignificantBits());
    }
}
