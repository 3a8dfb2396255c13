package org.calliope.ims.scscf;

import java.util.List;
import org.calliope.ims.cx.UserProfile;
import org.calliope.ims.identity.PublicIdentity;

/**
 * The application servers that a request visits before it goes on, in order (TS 24.229 5.4.3.2 step 5 and 5.4.3.3
 * step 6, TS 23.218 5.2): the seam where initial filter criteria come in. Pure.
 */
final class ServiceChain {

    /** On which side of the call the criteria are looked at (TS 29.228 B.2.3, SessionCase). */
    enum SessionCase { ORIGINATING, TERMINATING }

    private ServiceChain() {
    }

    /**
     * @return SIP URIs of the servers; none as long as filter criteria are kept but not evaluated
     */
    static List<String> of(UserProfile profile, PublicIdentity served, SessionCase sessionCase, String method) {
        return List.of();
    }
}
