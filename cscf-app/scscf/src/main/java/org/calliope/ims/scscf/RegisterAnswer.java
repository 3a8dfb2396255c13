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
     * @param stale the nonce was over, not the password wrong
     */
    record Challenged(Challenge challenge, boolean stale) implements RegisterAnswer {
    }

    /**
     * 200 (TS 24.229 5.4.1.2.2F, RFC 3261 10.3 step 8).
     *
     * @param bindings   all contacts of the set that are registered now
     * @param associated identities of the implicit registration set, the default one first; none when the last
     *                   contact is gone
     */
    record Accepted(List<Binding> bindings, List<PublicIdentity> associated) implements RegisterAnswer {
        public Accepted {
            bindings = List.copyOf(bindings);
            associated = List.copyOf(associated);
        }
    }
}
