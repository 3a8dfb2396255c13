package org.calliope.ims.registration;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Interner;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.calliope.ims.cx.ProfileIdentity;
import org.calliope.ims.cx.ServiceProfile;
import org.calliope.ims.cx.UserProfile;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.ifc.InitialFilterCriteria;

/**
 * Lets registrations share in memory what is equal in them. Many subscribers have the same filter criteria and the
 * same kind of phone, and a registration names its own identities several times. What nobody has any more is let go
 * of. Any thread.
 */
public final class Sharing {

    private final Interner<Object> values = Interner.newWeakInterner();
    /** By their encoding, so that the expressions in them are checked once and not for each subscriber. */
    private final LoadingCache<ByteBuffer, List<InitialFilterCriteria>> criteria = Caffeine.newBuilder().weakValues()
            .build(encoded -> sharedCriteria(CriteriaFormat.decode(encoded.array())));

    /** @return an equal one */
    public Registration shared(Registration registration) {
        List<PublicIdentity> identities = each(registration.identities(),
                identity -> same(identity, registration.defaultIdentity()));
        PrivateIdentity impi = registration.privateIdentity();
        UserProfile profile = registration.profile();
        return new Registration(impi, registration.defaultIdentity(), identities,
                new UserProfile(same(profile.privateIdentity(), impi),
                        each(profile.serviceProfiles(), service -> shared(service, identities))),
                registration.charging().map(this::value),
                each(registration.bindings(), binding -> shared(binding, impi, identities)),
                registration.since(), registration.version(), value(registration.servedBy()));
    }

    List<InitialFilterCriteria> criteria(byte[] encoded) {
        return criteria.get(ByteBuffer.wrap(encoded));
    }

    private ServiceProfile shared(ServiceProfile service, List<PublicIdentity> identities) {
        return new ServiceProfile(each(service.identities(), identity -> new ProfileIdentity(
                known(identity.identity(), identities), identity.barred(), identity.type(), identity.wildcard(),
                identity.displayName(), identity.aliasGroup())),
                sharedCriteria(service.filterCriteria()), service.mediaProfile(), service.sharedFilterSets());
    }

    private Binding shared(Binding binding, PrivateIdentity impi, List<PublicIdentity> identities) {
        // not the path: our P-CSCF names the UE's flow in its entry (TS 24.229 5.2.6.2), so that no two are equal
        return new Binding(binding.contact(), same(binding.impi(), impi), binding.callId(), binding.cseq(),
                binding.instanceId(), binding.regId(), binding.q(), binding.path(),
                value(binding.userAgent()), binding.received(), binding.expires(), shared(binding.details(), identities));
    }

    // phones of a kind say the same of themselves
    private ContactDetails shared(ContactDetails details, List<PublicIdentity> identities) {
        if (details.equals(ContactDetails.NONE)) {
            return ContactDetails.NONE;
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        details.parameters().forEach((name, value) -> parameters.put(value(name), value(value)));
        return new ContactDetails(details.registered().map(identity -> known(identity, identities)),
                details.displayName(), parameters, details.firstCseq());
    }

    private static PublicIdentity known(PublicIdentity identity, List<PublicIdentity> identities) {
        int at = identities.indexOf(identity);
        return at < 0 ? identity : identities.get(at);
    }

    private List<InitialFilterCriteria> sharedCriteria(List<InitialFilterCriteria> list) {
        return value(List.copyOf(each(list, this::value)));
    }

    // a stream is several objects, and at a start there are as many registrations as there are users
    private static <T, R> List<R> each(List<T> list, Function<T, R> one) {
        List<R> each = new ArrayList<>(list.size());
        for (T value : list) {
            each.add(one.apply(value));
        }
        return each;
    }

    @SuppressWarnings("unchecked")
    private <T> T value(T value) {
        return (T) values.intern(value);
    }

    private static <T> T same(T value, T known) {
        return value.equals(known) ? known : value;
    }
}
