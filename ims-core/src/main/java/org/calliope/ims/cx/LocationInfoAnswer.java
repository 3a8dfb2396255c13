package org.calliope.ims.cx;

import java.util.Optional;

/** LIA, TS 29.229 6.1.6. */
public record LocationInfoAnswer(ResultCode result, Optional<String> serverName,
                                 Optional<ServerCapabilities> capabilities) {

    public static LocationInfoAnswer of(ResultCode result) {
        return new LocationInfoAnswer(result, Optional.empty(), Optional.empty());
    }
}
