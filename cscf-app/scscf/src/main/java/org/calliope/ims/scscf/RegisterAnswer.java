package org.calliope.ims.scscf;

import java.util.List;
import org.calliope.ims.digest.Challenge;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.registration.Binding;

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
     * @param bindings   all contacts of the set that are registered now
     * @param associated identities of the implicit registration set, the default one first; none when the last
     *                   contact is gone
     * @param info       Authentication-Info, "" for none
     */
    record Accepted(List<Binding> bindings, List<PublicIdentity> associated, String info) implements RegisterAnswer {

        public Accepted(List<Binding> bindings, List<PublicIdentity> associated) {
            this(bindings, associated, "");
        }

        Accepted withInfo(String authenticationInfo) {
            return new Accepted(bindings, associated, authenticationInfo);
        }

        public Accepted {
            bindings = List.copyOf(bindings);
            associated = List.copyOf(associated);
        }
    }
}
