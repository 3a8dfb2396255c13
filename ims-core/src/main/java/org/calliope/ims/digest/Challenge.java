package org.calliope.ims.digest;

import java.util.Map;

/**
 * A Digest challenge, RFC 7616 3.3, RFC 3261 22.4, TS 24.229 5.4.1.2.1B. Immutable; "" is an absent value.
 *
 * @param realm     protection space
 * @param nonce     see {@link Nonces}
 * @param opaque    handed back by the client
 * @param algorithm "MD5", "SHA-256", "AKAv1-MD5" or "AKAv2-MD5"; "" means MD5
 * @param qop       "auth"
 * @param ck        confidentiality key of AKA in hex, from the S-CSCF for the P-CSCF alone (TS 24.229 7.2A.1)
 * @param ik        integrity key of AKA in hex, likewise
 */
public record Challenge(String realm, String nonce, String opaque, String algorithm, String qop, String ck, String ik) {

    public Challenge(String realm, String nonce, String opaque, String algorithm, String qop) {
        this(realm, nonce, opaque, algorithm, qop, "", "");
    }

    public Challenge withKeys(String confidentiality, String integrity) {
        return new Challenge(realm, nonce, opaque, algorithm, qop, confidentiality, integrity);
    }

    /** @return the value of WWW-Authenticate or Proxy-Authenticate */
    public String headerValue() {
        return headerValue(false);
    }

    /** @param stale the digest was right but its nonce is over: the client tries again without asking its user */
    public String headerValue(boolean stale) {
        StringBuilder header = new StringBuilder(160).append("Digest ");
        AuthParameters.quoted(header, "realm", realm);
        AuthParameters.quoted(header, "nonce", nonce);
        AuthParameters.quoted(header, "opaque", opaque);
        AuthParameters.plain(header, "stale", stale ? "true" : "");
        AuthParameters.plain(header, "algorithm", algorithm);
        AuthParameters.quoted(header, "qop", qop);
        AuthParameters.quoted(header, "ck", ck);
        AuthParameters.quoted(header, "ik", ik);
        return header.substring(0, header.length() - 1);
    }

    /** @throws IllegalArgumentException when it is no Digest challenge */
    public static Challenge parse(String headerValue) {
        Map<String, String> values = AuthParameters.parse(headerValue);
        return new Challenge(values.getOrDefault("realm", ""), values.getOrDefault("nonce", ""),
                values.getOrDefault("opaque", ""), values.getOrDefault("algorithm", ""),
                values.getOrDefault("qop", ""), values.getOrDefault("ck", ""), values.getOrDefault("ik", ""));
    }

    /** The keys are not shown. */
    @Override
    public String toString() {
        return "Challenge[realm=" + realm + ", nonce=" + nonce + ", algorithm=" + algorithm + ", qop=" + qop + ']';
    }
}
