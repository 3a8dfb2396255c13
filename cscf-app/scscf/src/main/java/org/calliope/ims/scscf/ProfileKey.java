package org.calliope.ims.scscf;

import java.util.Optional;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.identity.Wildcard;

/** P-Profile-Key, RFC 5002: the wildcarded identity whose profile is meant, {@code <sip:room-!.*!@ims.example>}. Pure. */
final class ProfileKey {

    private ProfileKey() {
    }

    /**
     * @param header   its value, null when absent
     * @param identity that the wildcarded one is to stand for
     * @return what a registration set is found by; nothing when the header is absent, none, or does not stand for it
     */
    static Optional<PublicIdentity> of(String header, PublicIdentity identity) {
        if (header == null) {
            return Optional.empty();
        }
        int open = header.indexOf('<');
        int close = header.indexOf('>', open);
        String value = open >= 0 && close > open ? header.substring(open + 1, close) : header.strip();
        try {
            return Optional.of(Wildcard.of(value)).filter(pattern -> pattern.matches(identity.uri()))
                    .map(Wildcard::standing);
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}
