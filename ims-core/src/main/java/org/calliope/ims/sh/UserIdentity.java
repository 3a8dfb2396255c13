package org.calliope.ims.sh;

import java.util.Optional;
import org.calliope.ims.identity.PublicIdentity;

/**
 * User-Identity, TS 29.329 6.3.1: whom it is about, by exactly one of these.
 *
 * @param msisdn international number, digits alone, 1 to 15 (TS 29.329 6.3.2: a TBCD string on the wire)
 */
public record UserIdentity(Optional<PublicIdentity> publicIdentity, Optional<String> msisdn) {

    private static final int LONGEST = 15; // E.164 6

    public UserIdentity {
        if (publicIdentity.isPresent() == msisdn.isPresent()) {
            throw new IllegalArgumentException("a user identity has either a public identity or an MSISDN");
        }
        msisdn.ifPresent(UserIdentity::check);
    }

    private static void check(String number) {
        if (number.isEmpty() || number.length() > LONGEST || number.chars().anyMatch(c -> c < '0' || c > '9')) {
            throw new IllegalArgumentException("an MSISDN has 1 to 15 digits");
        }
    }

    public static UserIdentity of(PublicIdentity identity) {
        return new UserIdentity(Optional.of(identity), Optional.empty());
    }

    public static UserIdentity ofMsisdn(String number) {
        return new UserIdentity(Optional.empty(), Optional.of(number));
    }

    /** @return as the trace shows it */
    @Override
    public String toString() {
        return publicIdentity.map(PublicIdentity::uri).or(() -> msisdn).orElseThrow();
    }
}
