package org.calliope.ims.digest;

import java.util.Optional;

/** How a P-CSCF received a REGISTER: integrity-protected of Authorization, TS 24.229 7.2A.2. */
public enum IntegrityProtected {

    /** Over a security association of IMS AKA. */
    YES("yes"),
    /** To be authenticated by IMS AKA; there is no security association yet. */
    NO("no"),
    /** IMS AKA over TLS that authentication has been bound to. */
    TLS_CONNECTED("tls-connected"),
    /** SIP Digest over a TLS session that the user has registered by. */
    TLS_YES("tls-yes"),
    /** SIP Digest over TLS, an answered challenge awaiting its check. */
    TLS_PENDING("tls-pending"),
    /** SIP Digest without TLS, from an address that the user has registered from. */
    IP_ASSOC_YES("ip-assoc-yes"),
    /** SIP Digest without TLS, an answered challenge awaiting its check. */
    IP_ASSOC_PENDING("ip-assoc-pending");

    private final String wireName;

    IntegrityProtected(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    /**
     * @param wireName "" for none
     * @throws IllegalArgumentException when there is none of that name
     */
    public static Optional<IntegrityProtected> of(String wireName) {
        for (IntegrityProtected value : values()) {
            if (value.wireName.equalsIgnoreCase(wireName)) {
                return Optional.of(value);
            }
        }
        if (wireName.isEmpty()) {
            return Optional.empty();
        }
        throw new IllegalArgumentException("integrity-protected has a value TS 24.229 7.2A.2 does not know");
    }

    /** @return whether the UE is the one that has been authenticated before, by the P-CSCF's word (5.4.1.2.2) */
    public boolean associated() {
        return this == YES || this == TLS_CONNECTED || this == TLS_YES || this == IP_ASSOC_YES;
    }

    /** @return whether IMS AKA is what the user is authenticated by, else SIP Digest (5.4.1.1) */
    public boolean aka() {
        return this == YES || this == NO || this == TLS_CONNECTED;
    }
}
