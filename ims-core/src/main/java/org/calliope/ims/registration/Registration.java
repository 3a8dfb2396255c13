package org.calliope.ims.registration;

import java.time.Instant;
import java.util.List;
import org.calliope.ims.cx.UserProfile;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;

/**
 * A registered implicit registration set at its S-CSCF (TS 23.228 5.2.1a, TS 24.229 5.4.1). Immutable.
 *
 * @param privateIdentity the IMPI that registered
 * @param defaultIdentity the default public identity of the set, its key
 * @param identities      all of the set in the order of P-Associated-URI, barred ones left out
 * @param profile         user profile from the HSS
 * @param bindings        the contacts
 * @param since           when the set came to be registered
 */
public record Registration(PrivateIdentity privateIdentity, PublicIdentity defaultIdentity,
                           List<PublicIdentity> identities, UserProfile profile, List<Binding> bindings,
                           Instant since) {

    public Registration {
        identities = List.copyOf(identities);
        bindings = List.copyOf(bindings);
    }

    public Registration withBindings(List<Binding> changed) {
        return new Registration(privateIdentity, defaultIdentity, identities, profile, changed, since);
    }

    public Registration withProfile(UserProfile changed, List<PublicIdentity> changedIdentities) {
        return new Registration(privateIdentity, defaultIdentity, changedIdentities, changed, bindings, since);
    }

    /** @return the same without the bindings whose time is over */
    public Registration unexpired(Instant now) {
        return withBindings(bindings.stream().filter(b -> !b.expired(now)).toList());
    }
}
