package org.calliope.ims.cx;

import java.util.Optional;

/**
 * SIP-Digest-Authenticate, TS 29.229 6.3.36 to 6.3.41 (RFC 4740 AVPs). It holds a secret: {@link #toString} hides it.
 *
 * @param realm     Digest-Realm
 * @param algorithm Digest-Algorithm, "MD5" or "SHA-256"
 * @param qop       Digest-QoP, "auth"; "" when the HSS leaves it to the S-CSCF
 * @param ha1       Digest-HA1, H(user:realm:password) in lower-case hex
 * @param alternate for another algorithm, when {@code algorithm} is MD5 (RFC 7616)
 */
public record DigestAuthenticate(String realm, String algorithm, String qop, String ha1,
                                 Optional<Alternate> alternate) {

    /**
     * Alternate-Digest-Algorithm and Alternate-Digest-HA1, TS 29.229 6.3.68 and 6.3.69.
     *
     * @param algorithm "SHA-256" or "SHA-512-256"
     * @param ha1       H(user:realm:password) by it, in lower-case hex
     */
    public record Alternate(String algorithm, String ha1) {

        @Override
        public String toString() {
            return "Alternate[algorithm=" + algorithm + ", ha1=***]";
        }
    }

    public DigestAuthenticate(String realm, String algorithm, String qop, String ha1) {
        this(realm, algorithm, qop, ha1, Optional.empty());
    }

    @Override
    public String toString() {
        return "DigestAuthenticate[realm=" + realm + ", algorithm=" + algorithm + ", qop=" + qop + ", ha1=***, alternate="
                + alternate + ']';
    }
}
