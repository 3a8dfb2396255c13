package org.calliope.ims.scscf;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.registration.Registration;
import org.calliope.ims.sip.SipRefusal;

/**
 * On whose behalf an originating request is made: TS 24.229 5.4.3.2. Pure.
 *
 * @param identity     as the P-CSCF asserted it
 * @param registration the set that it is registered in
 */
record ServedUser(PublicIdentity identity, Registration registration) {

    private static final String RULE = "served user";
    private static final String CLAUSE = "TS 24.229 5.4.3.2";
    private static final int FORBIDDEN = 403;

    /**
     * @param asserted      values of P-Asserted-Identity, in order
     * @param profileKey    P-Profile-Key, "" when absent
     * @param registrations finds the set of an identity
     */
    static ServedUser of(List<PublicIdentity> asserted, String profileKey,
                         Function<PublicIdentity, Optional<Registration>> registrations) {
        if (asserted.isEmpty()) {
            throw new SipRefusal(FORBIDDEN, "nobody is asserted to make this request", RULE, CLAUSE);
        }
        for (PublicIdentity identity : asserted) {
            Optional<Registration> wildcarded = ProfileKey.of(profileKey, identity).flatMap(registrations);
            Optional<Registration> registration = registrations.apply(identity).or(() -> wildcarded);
            if (registration.isPresent()) {
                wildcarded.ifPresent(own -> distinct(registration.get(), own, identity));
                barring(registration.get(), identity);
                return new ServedUser(identity, registration.get());
            }
        }
        throw unregistered(asserted);
    }

    static SipRefusal unregistered(List<PublicIdentity> asserted) {
        return new SipRefusal(FORBIDDEN, "the caller is not registered", RULE, CLAUSE,
                Map.of("asserted", asserted.toString()));
    }

    // TS 23.003 13.4A: an identity that somebody has of his own is no other's by a wildcarded one
    private static void distinct(Registration registration, Registration wildcarded, PublicIdentity identity) {
        if (!registration.defaultIdentity().equals(wildcarded.defaultIdentity())) {
            throw new SipRefusal(FORBIDDEN, "the caller's identity is another user's", RULE, CLAUSE,
                    Map.of("asserted", identity.uri(), "served by", wildcarded.defaultIdentity().uri()));
        }
    }

    // 5.4.3.2 step 1: a barred identity may not be used for a request
    static void barring(Registration registration, PublicIdentity identity) {
        if (ImplicitSet.barred(registration.profile(), identity).orElse(false)) {
            throw new SipRefusal(FORBIDDEN, "the caller's identity is barred", RULE, CLAUSE,
                    Map.of("asserted", identity.uri()));
        }
    }

    /**
     * TS 24.229 5.4.3.2: a tel URI of the set is asserted beside a lone SIP URI, so that a telephone network can
     * name the caller.
     *
     * @param asserted what is asserted already
     */
    static Optional<PublicIdentity> telephoneAlias(Registration registration, List<PublicIdentity> asserted) {
        if (asserted.stream().anyMatch(PublicIdentity::isTel)) {
            return Optional.empty();
        }
        return registration.identities().stream().filter(PublicIdentity::isTel).findFirst();
    }
}
