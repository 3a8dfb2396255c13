package org.calliope.ims.registration;

import java.util.concurrent.CompletionStage;
import org.calliope.ims.identity.PublicIdentity;

/** The S-CSCF's part in an operator's wish that a user proves anew who it is. Any thread; never blocks. */
public interface Reauthentication {

    /**
     * Shortens the time of every contact of the set that this identity is in (TS 24.229 5.4.1.6); its subscribers hear
     * of it (RFC 3680 {@code shortened}).
     *
     * @return whether it was registered here
     */
    CompletionStage<Boolean> reauthenticate(PublicIdentity identity);
}
