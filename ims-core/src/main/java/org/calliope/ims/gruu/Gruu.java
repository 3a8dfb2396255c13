package org.calliope.ims.gruu;

import java.time.Instant;
import org.calliope.ims.identity.PublicIdentity;

/** What a GRUU names: one UE, the instance, of those that have registered an identity. */
public sealed interface Gruu {

    PublicIdentity identity();

    /**
     * RFC 5627 3.1.1: shows the identity, and is the same in every registration.
     *
     * @param gr value of the parameter "gr"; {@link Gruus#matches} tells whether it is an instance's
     */
    record Public(PublicIdentity identity, String gr) implements Gruu {
    }

    /**
     * RFC 5627 3.1.2: shows neither identity nor instance.
     *
     * @param since when the instance's registration began, in seconds: after it has ended and begun anew the old
     *              ones are over (RFC 5627 5.4)
     */
    record Temporary(PublicIdentity identity, String instanceId, Instant since) implements Gruu {
    }
}
