package org.calliope.ims.sh;

import java.util.Optional;
import org.calliope.ims.cx.ResultCode;

/**
 * UDA, TS 29.329 6.1.2.
 *
 * @param wildcardedIdentity Wildcarded-Public-Identity: what the asked identity matches
 * @param userData           an {@code Sh-Data} document, TS 29.328 annex D
 */
public record UserDataAnswer(ResultCode result, Optional<String> wildcardedIdentity, Optional<String> userData) {

    public static UserDataAnswer of(ResultCode result) {
        return new UserDataAnswer(result, Optional.empty(), Optional.empty());
    }

    /** A success. */
    public static UserDataAnswer of(String userData) {
        return new UserDataAnswer(ResultCode.SUCCESS, Optional.empty(), Optional.of(userData));
    }
}
