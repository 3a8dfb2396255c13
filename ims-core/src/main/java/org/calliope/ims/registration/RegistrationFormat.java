package org.calliope.ims.registration;

import java.util.LinkedHashMap;
import java.util.Map;
import org.calliope.ims.cx.ChargingInformation;
import org.calliope.ims.cx.IdentityType;
import org.calliope.ims.cx.ProfileIdentity;
import org.calliope.ims.cx.ServiceProfile;
import org.calliope.ims.cx.UserProfile;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.kept.OctetReader;
import org.calliope.ims.kept.OctetWriter;

/**
 * Registrations as octets, for stores; equal ones are equal octets. The first octet says which version of the encoding
 * it is; what a version means never changes. Any thread.
 */
public final class RegistrationFormat {

    /** Octets a registration may take. */
    public static final int LARGEST = 1 << 20;
    /** The version that is written. */
    public static final int VERSION = 2;
    /** The oldest that is read: it does not have the first CSeq number of a contact. */
    private static final int OLDEST = 1;

    private final Sharing sharing;

    /** @param sharing by which what is read shares its equal parts with what else there is */
    public RegistrationFormat(Sharing sharing) {
        this.sharing = sharing;
    }

    /** @throws IllegalArgumentException when it takes more than {@link #LARGEST} octets */
    public static byte[] encode(Registration registration) {
        OctetWriter out = new OctetWriter();
        out.number(VERSION).text(registration.privateIdentity().value()).text(registration.defaultIdentity().uri())
                .each(registration.identities(), identity -> out.text(identity.uri()));
        profile(out, registration.profile());
        out.optional(registration.charging(), functions -> charging(out, functions))
                .each(registration.bindings(), binding -> binding(out, binding)).time(registration.since())
                .number(registration.version()).text(registration.servedBy());
        byte[] octets = out.written();
        if (octets.length > LARGEST) {
            throw new IllegalArgumentException("the registration of " + registration.defaultIdentity() + " takes "
                    + octets.length + " octets, more than " + LARGEST);
        }
        return octets;
    }

    /** @throws IllegalArgumentException when they are no registration of these versions; the message says why */
    public Registration decode(byte[] octets) {
        if (octets.length > LARGEST) {
            throw new IllegalArgumentException("longer than any registration: " + octets.length + " octets");
        }
        OctetReader in = new OctetReader(octets);
        long version = in.number();
        if (version < OLDEST || version > VERSION) {
            throw new IllegalArgumentException("encoded in version " + version + ", not " + OLDEST + " to " + VERSION);
        }
        Registration registration = new Registration(impi(in), impu(in), in.each(() -> impu(in)), profile(in),
                in.optional(() -> new ChargingInformation(in.text(), in.text(), in.text(), in.text())),
                in.each(() -> binding(in, version)), in.time(), in.number(), in.text());
        in.end();
        return sharing.shared(registration);
    }

    private static PrivateIdentity impi(OctetReader in) {
        return new PrivateIdentity(in.text());
    }

    private static PublicIdentity impu(OctetReader in) {
        return new PublicIdentity(in.text());
    }

    private static void charging(OctetWriter out, ChargingInformation functions) {
        out.text(functions.primaryEvent()).text(functions.secondaryEvent()).text(functions.primaryCollection())
                .text(functions.secondaryCollection());
    }

    private static void binding(OctetWriter out, Binding binding) {
        out.text(binding.contact()).text(binding.impi().value()).text(binding.callId()).number(binding.cseq())
                .text(binding.instanceId()).number(binding.regId()).number(Double.doubleToLongBits(binding.q()))
                .each(binding.path(), out::text).text(binding.userAgent()).text(binding.received())
                .time(binding.expires());
        ContactDetails details = binding.details();
        out.optional(details.registered(), identity -> out.text(identity.uri())).text(details.displayName())
                .each(details.parameters().entrySet(), each -> out.text(each.getKey()).text(each.getValue()))
                .number(details.firstCseq());
    }

    private static Binding binding(OctetReader in, long version) {
        Binding binding = new Binding(in.text(), impi(in), in.text(), in.number(), in.text(), in.small(),
                Double.longBitsToDouble(in.number()), in.each(in::text), in.text(), in.text(), in.time());
        return binding.with(new ContactDetails(in.optional(() -> impu(in)), in.text(), parameters(in),
                version > OLDEST ? in.number() : binding.cseq()));
    }

    private static Map<String, String> parameters(OctetReader in) {
        Map<String, String> parameters = new LinkedHashMap<>();
        in.each(() -> parameters.put(in.text(), in.text()));
        return parameters;
    }

    private static void profile(OctetWriter out, UserProfile profile) {
        out.text(profile.privateIdentity().value()).each(profile.serviceProfiles(), service -> {
            out.each(service.identities(), identity -> identity(out, identity))
                    .octets(CriteriaFormat.encode(service.filterCriteria()))
                    .optional(service.mediaProfile(), id -> out.number(id))
                    .each(service.sharedFilterSets(), id -> out.number(id));
        });
    }

    private UserProfile profile(OctetReader in) {
        return new UserProfile(impi(in), in.each(() -> new ServiceProfile(in.each(() -> identity(in)),
                sharing.criteria(in.octets()), in.optional(in::small), in.each(in::small))));
    }

    private static void identity(OctetWriter out, ProfileIdentity identity) {
        out.text(identity.identity().uri()).flag(identity.barred()).number(identity.type().ordinal())
                .optional(identity.wildcard(), out::text).optional(identity.displayName(), out::text)
                .optional(identity.aliasGroup(), out::text);
    }

    private static ProfileIdentity identity(OctetReader in) {
        return new ProfileIdentity(impu(in), in.flag(), in.oneOf(IdentityType.values()), in.optional(in::text),
                in.optional(in::text), in.optional(in::text));
    }
}
