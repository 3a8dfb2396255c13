package org.calliope.ims.sh;

import java.util.Optional;

/**
 * UDR, Sh-Pull, TS 29.328 6.1.1, TS 29.329 6.1.1: give me data of this user.
 *
 * @param requestedDomain       for location and user state
 * @param activeLocation        Current-Location: whether the network is to look for the user
 */
public record UserDataRequest(Subject subject, DataSelection selection, Optional<RequestedDomain> requestedDomain,
                              boolean activeLocation) {

    public UserDataRequest(Subject subject, DataSelection selection) {
        this(subject, selection, Optional.empty(), false);
    }
}
