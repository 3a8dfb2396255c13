package org.calliope.ims.cx;

import java.util.Optional;

/**
 * LIA, TS 29.229 6.1.6.
 *
 * @param wildcardedIdentity Wildcarded-Public-Identity as provisioned, {@code sip:chat!.*!@ims.example}: what the
 *                           asked identity matches; no {@link org.calliope.ims.identity.PublicIdentity}
 */
public record LocationInfoAnswer(ResultCode result, Optional<String> serverName,
                                 Optional<ServerCapabilities> capabilities, Optional<String> wildcardedIdentity) {

    public LocationInfoAnswer(ResultCode result, Optional<String> serverName,
                              Optional<ServerCapabilities> capabilities) {
        this(result, serverName, capabilities, Optional.empty());
    }

    public static LocationInfoAnswer of(ResultCode result) {
        return new LocationInfoAnswer(result, Optional.empty(), Optional.empty());
    }
}
