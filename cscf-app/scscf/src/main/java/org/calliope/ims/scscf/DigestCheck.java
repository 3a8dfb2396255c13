package org.calliope.ims.scscf;

import java.util.Map;
import org.calliope.ims.digest.Credentials;
import org.calliope.ims.digest.Digest;
import org.calliope.ims.element.Identities;
import org.calliope.ims.element.Refusals;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.sip.Methods;
import org.calliope.ims.sip.SipRefusal;

/** Is this an answer to our challenge, and the right one? TS 24.229 5.4.1.2.2A, RFC 3261 22.4, RFC 7616 3.4. Pure. */
final class DigestCheck {

    private static final String RULE = "digest";
    private static final String CLAUSE = "TS 24.229 5.4.1.2.2A";
    private static final String HEADER = "Authorization";
    private static final int NONCE_COUNT_LENGTH = 8;
    private static final int HEX = 16;
    private static final int BAD_REQUEST = 400;

    private DigestCheck() {
    }

    /**
     * @param domain host of the Request-URI
     * @return whether the credentials answer a challenge; else they only name the user (TS 24.229 5.1.1.2.3)
     * @throws SipRefusal 400 when they answer for another resource
     */
    static boolean answers(Credentials credentials, String domain) {
        if (credentials.nonce().isEmpty()) {
            return false;
        }
        sameResource(credentials, domain);
        return true;
    }

    /** @throws SipRefusal 400 when the header is not what our challenge asked for */
    static void form(Credentials credentials, Material material, boolean withoutQop) {
        String algorithm = material.offered(credentials.algorithm()).findFirst().orElseThrow(() -> Refusals.malformed(
                HEADER, "algorithm " + String.join(" or ", material.algorithms()) + " was asked for"));
        form(credentials, material.realm(), algorithm, withoutQop);
    }

    /**
     * RFC 7616 3.4: what was offered is answered in the same terms.
     *
     * @param withoutQop whether the form of RFC 2069 is tolerated
     * @throws SipRefusal 400 when it is not
     */
    static void form(Credentials credentials, String realm, String algorithm, boolean withoutQop) {
        if (!named(credentials.algorithm()).equalsIgnoreCase(named(algorithm))) {
            throw Refusals.malformed(HEADER, "algorithm " + named(algorithm) + " was asked for");
        }
        if (!credentials.realm().equals(realm)) {
            throw Refusals.malformed(HEADER, "realm " + realm + " was asked for");
        }
        if (!credentials.qop().isEmpty() || !withoutQop) {
            counted(credentials);
        }
    }

    /** @throws SipRefusal 400 when the answer does not count, RFC 7616 3.4 */
    static void counted(Credentials credentials) {
        if (!credentials.qop().equalsIgnoreCase(Digest.QOP_AUTH)) {
            throw Refusals.malformed(HEADER, "qop=auth was asked for");
        }
        if (credentials.cnonce().isEmpty() || nonceCount(credentials) == 0) {
            throw Refusals.malformed(HEADER, "qop=auth needs a cnonce and an nc of eight hex digits from 00000001 on");
        }
    }

    /** @return the algorithm, MD5 when the parameter is absent (RFC 7616 3.3) */
    static String named(String algorithm) {
        return algorithm.isEmpty() ? Digest.MD5 : algorithm;
    }

    /** @return whether the response proves the secret */
    static boolean proves(Credentials credentials, String ha1) {
        return Digest.verify(ha1, Methods.REGISTER, credentials);
    }

    /** @return nc, 0 when it is none */
    static long nonceCount(Credentials credentials) {
        String nc = credentials.nc();
        boolean hex = nc.length() == NONCE_COUNT_LENGTH
                && nc.chars().allMatch(digit -> digit < 128 && Character.digit(digit, HEX) >= 0);
        return hex ? Long.parseLong(nc, HEX) : 0;
    }

    // RFC 7616 3.4.6: a digest-uri of another resource is answered 400
    private static void sameResource(Credentials credentials, String domain) {
        PublicIdentity resource = Identities.named("the digest-uri", credentials.uri());
        if (!resource.host().equalsIgnoreCase(domain)) {
            throw new SipRefusal(BAD_REQUEST, "the digest-uri is not the Request-URI", RULE, CLAUSE,
                    Map.of("digest-uri", credentials.uri(), "request-uri", domain));
        }
    }
}
