package org.calliope.ims.pcscf;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.calliope.ims.element.ContactUri;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.identity.Wildcard;
import org.calliope.ims.identity.Wildcards;

/**
 * What the P-CSCF keeps of a registration (TS 24.229 5.2.2.1, on the 200). Immutable.
 *
 * @param flow         token in our Path entry, by which terminating requests come back; known to no other UE
 * @param userName     private identity or user name that registered, "" when unknown
 * @param registered   the public identity of To
 * @param identities   P-Associated-URI in order, the default identity first, never empty; without wildcarded ones
 * @param wildcards    the wildcarded ones: the UE may use every identity that one of them stands for
 * @param contacts     where the UE is reached
 * @param serviceRoute Service-Route in order
 * @param outbound     which of the UE's flows this is
 * @param source       where the REGISTER came from
 * @param expires      when it ends
 */
public record UeRegistration(String flow, String userName, PublicIdentity registered,
                             List<PublicIdentity> identities, Wildcards wildcards, List<ContactUri> contacts,
                             List<String> serviceRoute, Outbound outbound, Source source, Instant expires) {

    /**
     * What a UE tells its flows apart by, RFC 5626 4.2.
     *
     * @param instance +sip.instance with its quotes, "" when the UE does not use outbound
     * @param regId    reg-id, 1 and more; 0 when the UE does not use outbound
     */
    public record Outbound(String instance, int regId) {

        static final Outbound NONE = new Outbound("", 0);

        boolean used() {
            return regId > 0;
        }
    }

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
        return identities.contains(identity) || profileKey(identity).isPresent();
    }

    /** @return the wildcarded identity that stands for this one; nothing when it is distinct, which counts first */
    Optional<Wildcard> profileKey(PublicIdentity identity) {
        return identities.contains(identity) ? Optional.empty() : wildcards.matching(identity.uri());
    }

    UeRegistration withIdentities(List<PublicIdentity> changed) {
        return new UeRegistration(flow, userName, registered, changed, wildcards, contacts, serviceRoute, outbound,
                source, expires);
    }

    UeRegistration withWildcards(Wildcards changed) {
        return new UeRegistration(flow, userName, registered, identities, changed, contacts, serviceRoute, outbound,
                source, expires);
    }

    UeRegistration withContacts(List<ContactUri> changed) {
        return new UeRegistration(flow, userName, registered, identities, wildcards, changed, serviceRoute, outbound,
                source, expires);
    }

    UeRegistration withServiceRoute(List<String> same) {
        return new UeRegistration(flow, userName, registered, identities, wildcards, contacts, same, outbound,
                source, expires);
    }

    UeRegistration withExpires(Instant end) {
        return new UeRegistration(flow, userName, registered, identities, wildcards, contacts, serviceRoute, outbound,
                source, end);
    }

    boolean reaches(ContactUri contact) {
        return contacts.stream().anyMatch(own -> own.key().equals(contact.key()));
    }

    /** RFC 5626 6: whether a REGISTER of this user with these values means this registration. */
    boolean isMeant(Outbound by, List<ContactUri> asked) {
        return outbound.used() && by.used() ? outbound.equals(by) : asked.stream().anyMatch(this::reaches);
    }

    boolean over(Instant now) {
        return !expires.isAfter(now);
    }
}
