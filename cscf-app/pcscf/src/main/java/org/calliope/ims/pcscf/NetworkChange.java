package org.calliope.ims.pcscf;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.calliope.ims.element.ContactUri;
import org.calliope.ims.element.Identities;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.identity.Wildcard;
import org.calliope.ims.identity.Wildcards;
import org.calliope.ims.pcscf.UeRegistration.Outbound;
import org.calliope.ims.reginfo.ContactElement;
import org.calliope.ims.reginfo.ContactElement.Event;
import org.calliope.ims.reginfo.RegInfo;
import org.calliope.ims.reginfo.RegistrationElement;
import org.calliope.ims.sip.SipRefusal;

/**
 * What the S-CSCF tells of a registration made through here: identities that came and went, contacts that the network
 * ended or shortened (TS 24.229 5.2.3, 5.2.5.2). Pure.
 */
final class NetworkChange {

    private final RegInfo told;
    private final Instant now;

    NetworkChange(RegInfo told, Instant now) {
        this.told = told;
        this.now = now;
    }

    /** @return the registration as it is now, nothing when the network has ended it */
    Optional<UeRegistration> of(UeRegistration registration) {
        List<PublicIdentity> identities = new ArrayList<>(registration.identities());
        List<Wildcard> wildcards = new ArrayList<>(registration.wildcards().all());
        List<ContactUri> contacts = new ArrayList<>(registration.contacts());
        Instant end = registration.expires();
        for (RegistrationElement element : told.registrations()) {
            Optional<PublicIdentity> identity = Identities.perhaps(element.aor());
            if (identity.isEmpty()) {
                continue;
            }
            List<ContactElement> own = element.contacts().stream().filter(one -> isOf(registration, one)).toList();
            // 7.10A: of a wildcarded one the aor is whatever stands for it
            Optional<Wildcard> wildcard = element.wildcardedIdentity().flatMap(Identities::wildcarded);
            if (ended(element, own, registration)) {
                identities.remove(identity.get());
                wildcard.ifPresent(wildcards::remove);
            } else if (active(own)) {
                wildcard.ifPresentOrElse(one -> add(one, wildcards), () -> add(identity.get(), identities));
            }
            if (identity.get().equals(registration.registered())) {
                own.stream().filter(one -> one.state() == ContactElement.State.TERMINATED)
                        .forEach(one -> contacts.removeIf(contact -> same(contact, one)));
            }
            end = shortened(end, own);
        }
        boolean over = identities.isEmpty() || contacts.isEmpty() || !end.isAfter(now);
        return over ? Optional.empty() : Optional.of(registration.withIdentities(identities)
                .withWildcards(new Wildcards(wildcards)).withContacts(contacts).withExpires(end));
    }

    private static <T> void add(T one, List<T> all) {
        if (!all.contains(one)) {
            all.add(one);
        }
    }

    private static boolean ended(RegistrationElement element, List<ContactElement> own, UeRegistration registration) {
        return element.state() == RegistrationElement.State.TERMINATED
                || own.size() >= registration.contacts().size() && !active(own);
    }

    private static boolean active(List<ContactElement> contacts) {
        return contacts.stream().anyMatch(one -> one.state() == ContactElement.State.ACTIVE);
    }

    private Instant shortened(Instant end, List<ContactElement> contacts) {
        Instant earliest = end;
        for (ContactElement contact : contacts) {
            if (contact.event() == Event.SHORTENED && contact.expires().isPresent()) {
                // what is no shortening at all may be of any size
                Instant told = now.plusSeconds(Math.min(contact.expires().get(), Integer.MAX_VALUE));
                earliest = told.isBefore(earliest) ? told : earliest;
            }
        }
        return earliest;
    }

    // RFC 5626 6: flows of one UE may have the same contact
    private static boolean isOf(UeRegistration registration, ContactElement contact) {
        Outbound outbound = registration.outbound();
        String instance = contact.unknownParams().get("+sip.instance");
        String regId = contact.unknownParams().get("reg-id");
        if (outbound.used() && instance != null && regId != null) {
            return unquoted(outbound.instance()).equals(unquoted(instance))
                    && regId.equals(Integer.toString(outbound.regId()));
        }
        return registration.contacts().stream().anyMatch(own -> same(own, contact));
    }

    private static boolean same(ContactUri own, ContactElement told) {
        try {
            return ContactUri.parse(told.uri()).key().equals(own.key());
        } catch (SipRefusal notSip) {
            return false;
        }
    }

    private static String unquoted(String value) {
        return value.replace("\"", "");
    }
}
