package org.calliope.ims.scscf;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.calliope.ims.element.ContactUri;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.registration.Binding;
import org.calliope.ims.registration.ContactDetails;
import org.calliope.ims.scscf.BindingChange.Kind;
import org.calliope.ims.sip.Headers;
import org.calliope.ims.sip.SipRefusal;

/** What a REGISTER does to the contacts of a user: RFC 3261 10.3 steps 6 and 7, TS 24.229 5.4.1.2.2F. Pure. */
final class BindingRules {

    private static final String REGISTRAR_CLAUSE = "RFC 3261 10.3";
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int INTERVAL_TOO_BRIEF = 423;
    private static final int SERVER_ERROR = 500;
    private static final int NOT_IMPLEMENTED = 501;

    private final ScscfSettings settings;

    BindingRules(ScscfSettings settings) {
        this.settings = settings;
    }

    /**
     * @param present the contacts of the registration set, of all its private identities
     * @param impi    who registers
     */
    BindingChange plan(List<Binding> present, RegisterRequest request, PrivateIdentity impi, Instant now) {
        if (request.contacts().size() > settings.maxContacts()) {
            throw tooMany(request.contacts().size());
        }
        List<Binding> alive = present.stream().filter(binding -> !binding.expired(now)).toList();
        List<Binding> own = alive.stream().filter(binding -> binding.impi().equals(impi)).toList();
        List<Binding> added = new ArrayList<>();
        Set<String> removed = new HashSet<>();
        if (wildcard(request)) {
            for (Binding binding : own) {
                inOrder(binding, request);
                if (!emergency(binding)) {
                    removed.add(key(binding));
                }
            }
        } else {
            for (ContactEntry contact : request.contacts()) {
                entry(contact, own, request, impi, now, added, removed);
            }
        }
        BindingChange change = new BindingChange(kind(request, own, added, removed), impi, added, removed);
        limit(change, alive, now);
        return change;
    }

    /**
     * What a contact is told apart by within its user: RFC 5626 6 by instance and reg-id where the UE gives both,
     * else RFC 3261 10.3 by the URI. An emergency registration is one beside the ordinary one (TS 24.229 5.1.6.2).
     */
    static String key(Binding binding) {
        return key(binding.contact(), binding.instanceId(), binding.regId());
    }

    static String key(String contact, String instanceId, int regId) {
        String key = instanceId.isEmpty() || regId == 0 ? ContactUri.parse(contact).key() : instanceId + '#' + regId;
        return ContactUri.emergency(contact) ? key + "#sos" : key;
    }

    // RFC 3261 10.3 step 6: "*" only alone and only with Expires: 0
    private static boolean wildcard(RegisterRequest request) {
        if (request.contacts().stream().noneMatch(ContactEntry::isWildcard)) {
            return false;
        }
        if (request.contacts().size() > 1 || request.expires() != 0) {
            throw new SipRefusal(BAD_REQUEST, "Contact: * stands only alone and with Expires: 0", "contacts",
                    REGISTRAR_CLAUSE + " step 6");
        }
        return true;
    }

    private void entry(ContactEntry contact, List<Binding> own, RegisterRequest request, PrivateIdentity impi,
                       Instant now, List<Binding> added, Set<String> removed) {
        String key = key(contact.uri(), contact.instanceId(), contact.regId());
        Optional<Binding> before = own.stream().filter(binding -> key(binding).equals(key)).findFirst();
        before.ifPresent(binding -> inOrder(binding, request));
        int expires = granted(contact, request);
        if (expires == 0) {
            stays(contact);
            removed.add(key);
        } else {
            added.removeIf(binding -> key(binding).equals(key));
            added.add(new Binding(contact.uri(), impi, request.callId(), request.cseq(), contact.instanceId(),
                    contact.regId(), contact.q(), request.path(), request.userAgent(), request.received(),
                    now.plusSeconds(expires), new ContactDetails(Optional.of(request.to()), contact.displayName(),
                    contact.parameters(), before.filter(binding -> binding.callId().equals(request.callId()))
                    .map(binding -> binding.details().firstCseq()).orElse(request.cseq()))));
        }
    }

    // TS 24.229 5.1.6.6, 5.4.1.4.1: an emergency registration ends by its time and not by the user
    private static void stays(ContactEntry contact) {
        if (ContactUri.emergency(contact.uri())) {
            throw new SipRefusal(NOT_IMPLEMENTED, "an emergency registration cannot be ended by the user",
                    "emergency registration", "TS 24.229 5.4.1.4.1", Map.of("contact", contact.uri()));
        }
    }

    // RFC 3261 10.3 step 7: within a Call-ID only a higher CSeq counts
    private static void inOrder(Binding binding, RegisterRequest request) {
        if (binding.callId().equals(request.callId()) && request.cseq() <= binding.cseq()) {
            throw new SipRefusal(SERVER_ERROR, "the REGISTER is older than the last one", "register order",
                    REGISTRAR_CLAUSE + " step 7", Map.of("cseq", Long.toString(request.cseq()),
                    "last", Long.toString(binding.cseq())));
        }
    }

    // RFC 3261 10.2.1.1 and 10.3 step 7: the contact's own value, else the Expires header, else the default
    private int granted(ContactEntry contact, RegisterRequest request) {
        int wished = contact.expires() != ContactEntry.ABSENT ? contact.expires() : request.expires();
        if (wished == ContactEntry.ABSENT) {
            return settings.defaultExpires();
        }
        if (wished > 0 && wished < settings.minExpires()) {
            String shortest = Integer.toString(settings.minExpires());
            throw new SipRefusal(INTERVAL_TOO_BRIEF, "a registration lasts " + shortest + " s at least",
                    "registration time", "TS 24.229 5.4.1.2.2A, RFC 3261 10.3 step 7",
                    Map.of(Headers.MIN_EXPIRES, shortest, "wished", Integer.toString(wished)));
        }
        return Math.min(wished, settings.maxExpires());
    }

    private static Kind kind(RegisterRequest request, List<Binding> own, List<Binding> added, Set<String> removed) {
        if (request.contacts().isEmpty()) {
            return Kind.QUERY;
        }
        if (!added.isEmpty()) {
            return own.isEmpty() ? Kind.REGISTRATION : Kind.RE_REGISTRATION;
        }
        if (own.stream().noneMatch(binding -> removed.contains(key(binding)))) {
            return Kind.NOTHING_TO_REMOVE;
        }
        return own.stream().allMatch(binding -> removed.contains(key(binding)))
                ? Kind.DEREGISTRATION : Kind.CONTACT_REMOVED;
    }

    // TS 24.229 5.4.1.2.2: too many registration flows are answered 403; whoever is in distress is none too many
    private void limit(BindingChange change, List<Binding> alive, Instant now) {
        long after = change.added().stream().allMatch(BindingRules::emergency) ? 0
                : change.apply(alive, now).stream().filter(binding -> !emergency(binding)).count();
        if (after > settings.maxContacts()) {
            throw tooMany(after);
        }
    }

    /** Whether it is the contact of an emergency registration, which ends by its time alone (TS 24.229 5.4.1.5). */
    static boolean emergency(Binding binding) {
        return ContactUri.emergency(binding.contact());
    }

    private SipRefusal tooMany(long contacts) {
        return new SipRefusal(FORBIDDEN, "a user may have " + settings.maxContacts() + " contacts",
                "contact limit", "TS 24.229 5.4.1.2.2A", Map.of("contacts", Long.toString(contacts)));
    }
}
