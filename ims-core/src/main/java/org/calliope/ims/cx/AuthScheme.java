package org.calliope.ims.cx;

import java.util.Optional;

/**
 * SIP-Authentication-Scheme, TS 29.229 6.3.9. By its NOTE 1 an S-CSCF may ask with Digest-AKAv1-MD5 for every version
 * of AKA, since the vectors are the same; Digest-AKAv2-MD5 is not listed there and names the version it challenges with.
 */
public enum AuthScheme {
    DIGEST_AKAV1_MD5("Digest-AKAv1-MD5"),
    DIGEST_AKAV2_MD5("Digest-AKAv2-MD5"),
    SIP_DIGEST("SIP Digest"),
    NASS_BUNDLED("NASS-Bundled"),
    GIBA("Early-IMS-Security"),
    UNKNOWN("Unknown");

    private final String wireName;

    AuthScheme(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    public static Optional<AuthScheme> of(String wireName) {
        for (AuthScheme scheme : values()) {
            if (scheme.wireName.equals(wireName)) {
                return Optional.of(scheme);
            }
        }
        return Optional.empty();
    }
}
