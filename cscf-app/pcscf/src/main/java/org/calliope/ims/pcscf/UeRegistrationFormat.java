package org.calliope.ims.pcscf;

import org.calliope.ims.element.ContactUri;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.identity.Wildcards;
import org.calliope.ims.kept.OctetReader;
import org.calliope.ims.kept.OctetWriter;
import org.calliope.ims.pcscf.UeRegistration.Outbound;

/**
 * Registrations as octets, for their file. The first octet says which version of the encoding it is; what a version means
 * never changes. Pure.
 */
final class UeRegistrationFormat {

    /** The version that is written. */
    static final int VERSION = 2;
    /** The oldest that is read: it has no wildcarded identities. */
    private static final int OLDEST = 1;

    private UeRegistrationFormat() {
    }

    static byte[] encode(UeRegistration registration) {
        OctetWriter out = new OctetWriter();
        out.number(VERSION).text(registration.flow()).text(registration.userName())
                .text(registration.registered().uri())
                .each(registration.identities(), identity -> out.text(identity.uri()))
                .each(registration.contacts(), contact -> out.text(contact.key()).text(contact.host())
                        .number(contact.port()).text(contact.transport()))
                .each(registration.serviceRoute(), out::text)
                .text(registration.outbound().instance()).number(registration.outbound().regId());
        Source source = registration.source();
        return out.text(source.address()).number(source.port()).text(source.transport()).text(source.sentBy())
                .time(registration.expires())
                .each(registration.wildcards().all(), wildcard -> out.text(wildcard.text())).written();
    }

    /** @throws IllegalArgumentException when they are no registration of these versions; the message says why */
    static UeRegistration decode(byte[] octets) {
        OctetReader in = new OctetReader(octets);
        long version = in.number();
        if (version < OLDEST || version > VERSION) {
            throw new IllegalArgumentException("encoded in version " + version + ", not " + OLDEST + " to " + VERSION);
        }
        UeRegistration registration = new UeRegistration(in.text(), in.text(), identity(in),
                in.each(() -> identity(in)), Wildcards.NONE,
                in.each(() -> new ContactUri(in.text(), in.text(), in.small(), in.text())), in.each(in::text),
                new Outbound(in.text(), in.small()), new Source(in.text(), in.small(), in.text(), in.text()), in.time());
        if (version > OLDEST) {
            registration = registration.withWildcards(Wildcards.of(in.each(in::text)));
        }
        in.end();
        if (registration.identities().isEmpty()) {
            throw new IllegalArgumentException("it has no identity");
        }
        return registration;
    }

    private static PublicIdentity identity(OctetReader in) {
        return new PublicIdentity(in.text());
    }
}
