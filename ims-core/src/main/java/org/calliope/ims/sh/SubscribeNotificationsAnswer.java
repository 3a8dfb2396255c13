package org.calliope.ims.sh;

import java.time.Instant;
import java.util.Optional;
import org.calliope.ims.cx.ResultCode;

/**
 * SNA, TS 29.329 6.1.6.
 *
 * @param wildcardedIdentity Wildcarded-Public-Identity: what the asked identity matches
 * @param userData           an {@code Sh-Data} document when it was asked for, TS 29.328 annex D
 * @param expiry             Expiry-Time, until when the HSS keeps the subscription; absent for ever
 */
public record SubscribeNotificationsAnswer(ResultCode result, Optional<String> wildcardedIdentity,
                                           Optional<String> userData, Optional<Instant> expiry) {

    public static SubscribeNotificationsAnswer of(ResultCode result) {
        return new SubscribeNotificationsAnswer(result, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
