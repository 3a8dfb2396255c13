package org.calliope.ims.cx;

import java.util.Optional;

/** UAA, TS 29.229 6.1.2. */
public record UserAuthorizationAnswer(ResultCode result, Optional<String> serverName,
                                      Optional<ServerCapabilities> capabilities) {

    public static UserAuthorizationAnswer of(ResultCode result) {
        return new UserAuthorizationAnswer(result, Optional.empty(), Optional.empty());
    }
}
