package org.calliope.ims.pcscf;

import java.time.Instant;
import java.util.List;
import org.calliope.ims.element.ContactUri;
import org.calliope.ims.identity.PublicIdentity;

/**
 * What the P-CSCF keeps of a registration (TS 24.229 5.2.2.1, on the 200). Immutable.
 *
 * @param flow         token in our Path entry, by which terminating requests come back; known to no other UE
 * @param userName     private identity or user name that registered, "" when unknown
 * @param registered   the public identity of To
 * @param identities   P-Associated-URI in order, the default identity first, never empty
 * @param contacts     where the UE is reached
 * @param serviceRoute Service-Route in order
 * @param source       where the REGISTER came from
 * @param expires      when it ends
 */
public record UeRegistration(String flow, String userName, PublicIdentity registered,
                             List<PublicIdentity> identities, List<ContactUri> contacts, List<String> serviceRoute,
                             Source source, Instant expires) {

    public UeRegistration {
        identities = List.copyOf(identities);
        contacts = List.copyOf(contacts);
        serviceRoute = List.copyOf(serviceRoute);
    }

    PublicIdentity defaultIdentity() {
        return identities.get(0);
    }

    /** @return whether this UE may use the identity */
    boolean has(PublicIdentity identity) {
        return identities.contains(identity);
    }

    boolean reaches(ContactUri contact) {
        return contacts.stream().anyMatch(own -> own.key().equals(contact.key()));
    }

    boolean over(Instant now) {
        return !expires.isAfter(now);
    }
}
