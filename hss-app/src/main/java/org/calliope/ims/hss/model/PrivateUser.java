package org.calliope.ims.hss.model;

import java.util.Objects;

import org.calliope.ims.cx.AuthScheme;
import org.calliope.ims.identity.PrivateIdentity;

/**
 * A private identity (TS 23.003 13.3) and what it proves itself by.
 *
 * @param identity       {@code user@realm}
 * @param scheme         how it is authenticated when the S-CSCF leaves that to the HSS
 * @param secret         its credentials, sealed; {@link Sealed#KEEP} leaves those that are stored
 * @param sequenceNumber SQN_HE of AKA, 0 to 2^48-1 (TS 33.102 Annex C); -1 leaves the stored one
 */
public record PrivateUser(String identity, AuthScheme scheme, Sealed secret, long sequenceNumber) {

    /** Leaves the sequence number that is stored; a new identity begins with 0. */
    public static final long KEEP_SEQUENCE = -1;

    private static final long LARGEST_SEQUENCE = (1L << 48) - 1;

    /** Checks each field. */
    public PrivateUser {
        identity = checked(identity);
        scheme = Objects.requireNonNullElse(scheme, AuthScheme.SIP_DIGEST);
        secret = Objects.requireNonNullElse(secret, Sealed.KEEP);
        if (sequenceNumber < KEEP_SEQUENCE || sequenceNumber > LARGEST_SEQUENCE) {
            throw new IllegalArgumentException("the sequence number must be 0 to 2^48-1");
        }
    }

    private static String checked(String text) {
        try {
            PrivateIdentity identity = new PrivateIdentity(Text.plain("privateIdentity", text, Text.LONGEST_NAME));
            if (identity.value().indexOf('@') < 1 || identity.realm().isEmpty() || identity.value().contains(":")) {
                throw new IllegalArgumentException("must be user@realm");
            }
            return identity.value();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("private identity '" + Objects.requireNonNullElse(text, "") + "': "
                    + e.getMessage(), e);
        }
    }
}
