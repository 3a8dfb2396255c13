package org.calliope.ims.scscf;

import java.util.Map;
import org.calliope.ims.digest.Credentials;
import org.calliope.ims.digest.Digest;
import org.calliope.ims.element.Identities;
import org.calliope.ims.element.Refusals;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.sip.Methods;
import org.calliope.ims.sip.SipRefusal;

/** Is this the right answer to that challenge? TS 24.229 5.4.1.2.2A, RFC 3261 22.4, RFC 7616 3.4. Pure. */
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
     * @param ha1    secret of the user name in the credentials
     * @param domain host of the Request-URI
     * @return whether the response proves the secret
     * @throws SipRefusal 400 when the header is not what our challenge asked for
     */
    static boolean proves(Credentials credentials, Challenges.Pending pending, String ha1, String domain) {
        form(credentials, pending);
        sameRequest(credentials, domain);
        try {
            return Digest.verify(ha1, Methods.REGISTER, credentials);
        } catch (IllegalArgumentException e) {
            throw Refusals.malformed(HEADER, e);
        }
    }

    // RFC 7616 3.4: what was offered is answered in the same terms
    private static void form(Credentials credentials, Challenges.Pending pending) {
        String algorithm = credentials.algorithm().isEmpty() ? Digest.MD5 : credentials.algorithm();
        String asked = pending.challenge().algorithm().isEmpty() ? Digest.MD5 : pending.challenge().algorithm();
        if (!algorithm.equalsIgnoreCase(asked)) {
            throw Refusals.malformed(HEADER, "algorithm " + asked + " was asked for");
        }
        if (!credentials.realm().equals(pending.challenge().realm())) {
            throw Refusals.malformed(HEADER, "realm " + pending.challenge().realm() + " was asked for");
        }
        if (!credentials.qop().equalsIgnoreCase(Digest.QOP_AUTH)) {
            throw Refusals.malformed(HEADER, "qop=auth was asked for");
        }
        if (credentials.cnonce().isEmpty() || !nonceCount(credentials.nc())) {
            throw Refusals.malformed(HEADER, "qop=auth needs a cnonce and an nc of eight hex digits from 00000001 on");
        }
    }

    private static boolean nonceCount(String nc) {
        if (nc.length() != NONCE_COUNT_LENGTH) {
            return false;
        }
        boolean positive = false;
        for (int i = 0; i < nc.length(); i++) {
            int digit = Character.digit(nc.charAt(i), HEX);
            if (digit < 0) {
                return false;
            }
            positive |= digit > 0;
        }
        return positive;
    }

    // RFC 7616 3.4.6: a digest-uri of another resource is answered 400
    private static void sameRequest(Credentials credentials, String domain) {
        PublicIdentity resource = Identities.named("the digest-uri", credentials.uri());
        if (!resource.host().equalsIgnoreCase(domain)) {
            throw new SipRefusal(BAD_REQUEST, "the digest-uri is not the Request-URI", RULE, CLAUSE,
                    Map.of("digest-uri", credentials.uri(), "request-uri", domain));
        }
    }
}
