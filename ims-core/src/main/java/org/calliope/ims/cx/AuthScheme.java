package org.calliope.ims.cx;

import java.util.Optional;

/** SIP-Authentication-Scheme, TS 29.229 6.3.9. */
public enum AuthScheme {
    DIGEST_AKAV1_MD5("Digest-AKAv1-MD5"),
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
