package org.calliope.ims.cx;

/**
 * SIP-Digest-Authenticate, TS 29.229 6.3.41 (RFC 4740 AVPs). It holds a secret: {@link #toString} hides it.
 *
 * @param realm     Digest-Realm
 * @param algorithm Digest-Algorithm, "MD5" or "SHA-256"
 * @param qop       Digest-QoP, "auth"; "" when the HSS leaves it to the S-CSCF
 * @param ha1       Digest-HA1, H(user:realm:password) in lower-case hex
 */
public record DigestAuthenticate(String realm, String algorithm, String qop, String ha1) {

    @Override
    public String toString() {
        return "DigestAuthenticate[realm=" + realm + ", algorithm=" + algorithm + ", qop=" + qop + ", ha1=***]";
    }
}
