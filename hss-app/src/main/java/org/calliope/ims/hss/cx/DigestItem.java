package org.calliope.ims.hss.cx;

import java.util.Optional;

import org.calliope.ims.cx.DigestAuthenticate;
import org.calliope.ims.cx.MultimediaAuthAnswer;
import org.calliope.ims.cx.MultimediaAuthRequest;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.diameter.Octets;
import org.calliope.ims.digest.Digest;
import org.calliope.ims.hss.secret.DigestSecret;

/** SIP-Digest-Authenticate (TS 29.229 6.3.36) with MD5 and, when it is known, SHA-256 as the alternate. Any thread. */
final class DigestItem {

    private static final String QOP = "auth";

    private final boolean plainUserNames;

    DigestItem(boolean plainUserNames) {
        this.plainUserNames = plainUserNames;
    }

    /**
     * H(A1) covers the user name as the phone spells it. The S-CSCF says in SIP-Authorization how that was when it
     * was not the private identity; AKA resynchronisation, the standard use of that AVP, has another scheme.
     */
    MultimediaAuthAnswer answer(MultimediaAuthRequest request, DigestSecret secret, Findings findings) {
        String impi = request.userName().value();
        String spelled = request.authorization().map(Octets::text).orElse(impi);
        if (spelled.equals(impi)) {
            return answer(secret, secret.ha1(), secret.ha1(Digest.SHA_256));
        }
        findings.with("digest user name", spelled).with("plain-user-names", plainUserNames);
        if (!plainUserNames || !impi.startsWith(spelled + "@")) {
            throw findings.refuse(ResultCode.ERROR_IDENTITIES_DONT_MATCH, "digest user name", "2",
                    "the digest user name is not the private identity");
        }
        findings.noted("digest user name", "2");
        String ha1 = secret.plainHa1(Digest.MD5).orElseThrow(() -> findings.refuse(
                ResultCode.ERROR_IDENTITIES_DONT_MATCH, "digest user name", "2",
                "of another HSS's H(A1) the user part alone cannot be served"));
        return answer(secret, ha1, secret.plainHa1(Digest.SHA_256));
    }

    private static MultimediaAuthAnswer answer(DigestSecret secret, String ha1, Optional<String> sha256) {
        return new MultimediaAuthAnswer(ResultCode.SUCCESS, Optional.of(new DigestAuthenticate(secret.realm(),
                Digest.MD5, QOP, ha1, sha256.map(other -> new DigestAuthenticate.Alternate(Digest.SHA_256, other)))));
    }
}
