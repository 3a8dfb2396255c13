package org.calliope.ims.sh;

import java.util.List;
import java.util.Optional;
import org.calliope.ims.cx.IdentityType;

/**
 * Public identities and numbers of a user, TS 29.328 7.6.2 and 7.6.9.
 *
 * @param identities SIP and tel URIs, of wildcarded identities the pattern
 * @param msisdns    digits alone
 * @param type       of the identities, when they are not a user's
 * @param wildcard   the wildcarded identity that the one asked for matches
 */
public record PublicIdentifiers(List<String> identities, List<String> msisdns, Optional<IdentityType> type,
                                Optional<String> wildcard) {

    public PublicIdentifiers {
        identities = List.copyOf(identities);
        msisdns = List.copyOf(msisdns);
    }

    public static PublicIdentifiers of(List<String> identities) {
        return new PublicIdentifiers(identities, List.of(), Optional.empty(), Optional.empty());
    }

    public static PublicIdentifiers ofNumbers(List<String> msisdns) {
        return new PublicIdentifiers(List.of(), msisdns, Optional.empty(), Optional.empty());
    }

    PublicIdentifiers and(PublicIdentifiers other) {
        return new PublicIdentifiers(ShData.joined(identities, other.identities),
                ShData.joined(msisdns, other.msisdns), type.or(other::type), wildcard.or(other::wildcard));
    }
}
