package org.calliope.ims.scscf;

import java.util.List;
import java.util.Optional;
import org.calliope.ims.digest.Challenge;
import org.calliope.ims.element.Identities;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.identity.Wildcard;
import org.calliope.ims.registration.Binding;
import org.calliope.ims.registration.Registration;

/** What the registrar answers when it does not refuse. */
public sealed interface RegisterAnswer {

    /**
     * 401: prove who you are (TS 24.229 5.4.1.2.1B).
     *
     * @param challenges of which the UE answers one, the strongest first (RFC 8760 2.4)
     * @param stale      the nonce was over, not the password wrong
     */
    record Challenged(List<Challenge> challenges, boolean stale) implements RegisterAnswer {
        public Challenged {
            challenges = List.copyOf(challenges);
        }

        /** @return the strongest */
        public Challenge challenge() {
            return challenges.get(0);
        }
    }

    /**
     * 200 (TS 24.229 5.4.1.2.2F, RFC 3261 10.3 step 8).
     *
     * @param registration the set as it is registered now; nothing when the last contact is gone
     * @param change       what the REGISTER has changed; nothing when it only asked
     * @param info         Authentication-Info, "" for none
     */
    record Accepted(Optional<Registration> registration, Optional<RegistrationChange> change, String info)
            implements RegisterAnswer {

        Accepted(Optional<Registration> registration, Optional<RegistrationChange> change) {
            this(registration, change, "");
        }

        Accepted withInfo(String authenticationInfo) {
            return new Accepted(registration, change, authenticationInfo);
        }

        /** @return all contacts of the set that are registered now */
        public List<Binding> bindings() {
            return registration.map(Registration::bindings).orElse(List.of());
        }

        /** @return distinct identities of the implicit registration set, the default one first */
        public List<PublicIdentity> associated() {
            return registration.map(Registration::identities).orElse(List.of());
        }

        /** @return wildcarded identities of the implicit registration set */
        public List<Wildcard> wildcarded() {
            return registration.map(set -> ImplicitSet.wildcarded(set.profile())).orElse(List.of()).stream()
                    .flatMap(member -> member.wildcard().flatMap(Identities::wildcarded).stream()).toList();
        }
    }
}
