package org.calliope.ims.scscf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.calliope.ims.cx.IdentityType;
import org.calliope.ims.cx.ProfileIdentity;
import org.calliope.ims.cx.ServiceProfile;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.ifc.ApplicationServer;
import org.calliope.ims.ifc.Evaluations;
import org.calliope.ims.ifc.InitialFilterCriteria;
import org.calliope.ims.registration.Registration;
import org.calliope.ims.scscf.ThirdPartyRegister.Key;
import org.calliope.ims.sip.Headers;

/** Which application servers hear of a registration, and what (TS 24.229 5.4.1.7, TS 23.218 6.3). Pure. */
final class ThirdPartyRules {

    private ThirdPartyRules() {
    }

    /** @return whether any server could hear of it at all */
    static boolean anyCriteria(Registration set) {
        return set.profile().serviceProfiles().stream().anyMatch(service -> !service.filterCriteria().isEmpty());
    }

    /**
     * One REGISTER for each server that a criterion of a service profile names, by ascending priority.
     *
     * @param ready   has the criteria ready
     * @param expires seconds, 0 when the registration is over
     */
    static List<ThirdPartyRegister> of(Evaluations ready, Registration set, RegisterEvent event, int expires) {
        Map<Key, ThirdPartyRegister> registers = new LinkedHashMap<>();
        for (ServiceProfile service : set.profile().serviceProfiles()) {
            Optional<PublicIdentity> to = to(service, set.defaultIdentity());
            if (to.isEmpty() || service.filterCriteria().isEmpty()) {
                continue;
            }
            for (InitialFilterCriteria criterion : ready.of(service.filterCriteria()).matches(event)) {
                ThirdPartyRegister register = register(to.get(), criterion.applicationServer(), event, expires, set);
                registers.putIfAbsent(register.key(), register);
            }
        }
        return List.copyOf(registers.values());
    }

    /**
     * 5.4.1.7 c): an identity of the service profile that is not barred. Always the same, whichever of them the user
     * registers by, so that a server knows one registration: the default one where it belongs there, else the first.
     */
    private static Optional<PublicIdentity> to(ServiceProfile service, PublicIdentity preferred) {
        List<PublicIdentity> open = service.identities().stream().filter(member -> !member.barred()
                && member.type() == IdentityType.PUBLIC_USER_IDENTITY).map(ProfileIdentity::identity).toList();
        return open.contains(preferred) ? Optional.of(preferred) : open.stream().findFirst();
    }

    private static ThirdPartyRegister register(PublicIdentity to, ApplicationServer server, RegisterEvent event,
                                               int expires, Registration set) {
        return new ThirdPartyRegister(to, server, expires, ThirdPartyBody.of(server, event, expires > 0),
                event.headerValues(Headers.P_ACCESS_NETWORK_INFO), event.headerValues(Headers.P_VISITED_NETWORK_ID),
                set.charging(), event.join());
    }

    /** @return those of before that no criterion names now: for them the registration is over */
    static List<ThirdPartyRegister> gone(List<ThirdPartyRegister> before, List<ThirdPartyRegister> now) {
        Map<Key, ThirdPartyRegister> still = byKey(now);
        return before.stream().filter(register -> !still.containsKey(register.key())).toList();
    }

    /** @return those that no criterion named before, or that get something else now */
    static List<ThirdPartyRegister> come(List<ThirdPartyRegister> before, List<ThirdPartyRegister> now) {
        Map<Key, ThirdPartyRegister> known = byKey(before);
        List<ThirdPartyRegister> come = new ArrayList<>();
        for (ThirdPartyRegister register : now) {
            ThirdPartyRegister old = known.get(register.key());
            if (old == null || !old.server().equals(register.server())) {
                come.add(register);
            }
        }
        return come;
    }

    private static Map<Key, ThirdPartyRegister> byKey(List<ThirdPartyRegister> registers) {
        Map<Key, ThirdPartyRegister> byKey = new HashMap<>();
        registers.forEach(register -> byKey.put(register.key(), register));
        return byKey;
    }
}
