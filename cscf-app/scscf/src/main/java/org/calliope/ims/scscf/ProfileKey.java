package org.calliope.ims.scscf;

import java.util.Optional;
import org.calliope.ims.element.Identities;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.identity.Wildcard;

/** P-Profile-Key, RFC 5002: the wildcarded identity whose profile is meant, {@code <sip:room-!.*!@ims.example>}. Pure. */
final class ProfileKey {

    private ProfileKey() {
    }

    /**
     * @param header   its value, "" when absent
     * @param identity that the wildcarded one is to stand for
     * @return what a registration set is found by; nothing when the header is absent, none, or does not stand for it
     */
    static Optional<PublicIdentity> of(String header, PublicIdentity identity) {
        return Identities.wildcarded(header).filter(pattern -> pattern.matches(identity.uri()))
                .map(Wildcard::standing);
    }
}
