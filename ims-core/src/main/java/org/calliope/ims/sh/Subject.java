package org.calliope.ims.sh;

import java.util.Optional;
import java.util.OptionalInt;
import org.calliope.ims.identity.PrivateIdentity;

/**
 * Whom an Sh request is about; the AVPs that UDR, PUR, SNR and PNR share.
 *
 * @param identity           User-Identity
 * @param wildcardedIdentity Wildcarded-Public-Identity or Wildcarded-IMPU as provisioned, for the identity that
 *                           matches it
 * @param userName           one of several private identities, for data that depends on it
 * @param sessionPriority    Session-Priority, TS 29.229 6.3.56: 0, the highest, to 4
 */
public record Subject(UserIdentity identity, Optional<String> wildcardedIdentity, Optional<PrivateIdentity> userName,
                      OptionalInt sessionPriority) {

    public static Subject of(UserIdentity identity) {
        return new Subject(identity, Optional.empty(), Optional.empty(), OptionalInt.empty());
    }
}
