package org.calliope.ims.hss.cx;

import java.util.Optional;

import org.calliope.ims.cx.AuthScheme;
import org.calliope.ims.cx.DigestAuthenticate;
import org.calliope.ims.cx.MultimediaAuthAnswer;
import org.calliope.ims.cx.MultimediaAuthRequest;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.diameter.Octets;
import org.calliope.ims.digest.Digest;
import org.calliope.ims.hss.secret.Credentials;
import org.calliope.ims.hss.secret.DigestSecret;
import org.calliope.ims.hss.store.RegistrationState;
import org.calliope.ims.hss.store.RegistrationStore;
import org.calliope.ims.hss.store.Situation;
import org.calliope.ims.hss.store.StateChange;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.Trace;

/** Authentication: what the S-CSCF challenges the user with (TS 29.228 6.3). Knows SIP Digest. */
final class MultimediaAuth {

    private static final String CLAUSE = "TS 29.228 6.3.1";

    private final RegistrationStore store;
    private final boolean plainUserNames;
    private final Trace trace;

    /** @param plainUserNames whether H(A1) is also given for the user part of a private identity alone */
    MultimediaAuth(RegistrationStore store, boolean plainUserNames, Trace trace) {
        this.store = store;
        this.plainUserNames = plainUserNames;
        this.trace = trace;
    }

    MultimediaAuthAnswer answer(MultimediaAuthRequest request, Join join) {
        Findings findings = new Findings(trace, CLAUSE, join)
                .with("private identity", request.userName()).with("public identity", request.publicIdentity())
                .with("scheme", request.scheme().wireName()).with("asking server", request.serverName());
        return Attempts.firstOf(() -> attempt(request, findings), findings);
    }

    private Optional<MultimediaAuthAnswer> attempt(MultimediaAuthRequest request, Findings findings) {
        // steps 1 and 2
        Situation seen = Identities.associated(store, request.userName(), request.publicIdentity(), findings);
        // step 3
        Credentials credentials = store.credentials(request.userName().toString())
                .orElseThrow(() -> Identities.unknown(findings, "no such private identity"));
        checkScheme(request.scheme(), credentials.preferred(), findings);
        DigestSecret secret = credentials.digest().orElseThrow();
        String ha1 = ha1(request, secret, findings);
        // step 5
        findings.with("state", seen.state()).with("assigned server", seen.serverName().orElse("none"));
        if (!store.apply(change(seen, request.serverName()))) {
            return Optional.empty();
        }
        boolean moved = seen.serverName().isPresent() && !seen.serverName().get().equals(request.serverName());
        if (moved) {
            findings.noted("s-cscf changes", "5");
        }
        findings.accepted("authentication data");
        return Optional.of(new MultimediaAuthAnswer(ResultCode.SUCCESS, Optional.of(
                new DigestAuthenticate(secret.realm(), "MD5", "auth", ha1))));
    }

    /**
     * H(A1) covers the user name as the phone spells it. The S-CSCF says in SIP-Authorization how that was when it
     * was not the private identity; AKA resynchronisation, the standard use of that AVP, has another scheme.
     */
    private String ha1(MultimediaAuthRequest request, DigestSecret secret, Findings findings) {
        String impi = request.userName().value();
        String spelled = request.authorization().map(Octets::text).orElse(impi);
        if (spelled.equals(impi)) {
            return secret.ha1();
        }
        findings.with("digest user name", spelled).with("plain-user-names", plainUserNames);
        if (!plainUserNames || !impi.startsWith(spelled + "@")) {
            throw findings.refuse(ResultCode.ERROR_IDENTITIES_DONT_MATCH, "digest user name", "2",
                    "the digest user name is not the private identity");
        }
        findings.noted("digest user name", "2");
        return secret.plainHa1(Digest.MD5).orElseThrow(() -> findings.refuse(ResultCode.ERROR_IDENTITIES_DONT_MATCH,
                "digest user name", "2", "of another HSS's H(A1) the user part alone cannot be served"));
    }

    private static void checkScheme(AuthScheme asked, AuthScheme provisioned, Findings findings) {
        findings.with("provisioned scheme", provisioned.wireName());
        boolean leftToUs = asked == AuthScheme.UNKNOWN; // the HSS then goes by what is provisioned
        if (provisioned != AuthScheme.SIP_DIGEST || !leftToUs && asked != AuthScheme.SIP_DIGEST) {
            throw findings.refuse(ResultCode.ERROR_AUTH_SCHEME_NOT_SUPPORTED, "authentication scheme", "3",
                    "the user is provisioned for " + provisioned.wireName() + ", asked was " + asked.wireName());
        }
    }

    /**
     * Step 5. The asking S-CSCF becomes the assigned one (IMS restoration is not supported, so it overwrites
     * another). While the identity is not registered, the flag keeps that name until the SAR tells the outcome.
     */
    private static StateChange change(Situation seen, String server) {
        StateChange change = new StateChange(seen).assign(server);
        return seen.state() == RegistrationState.REGISTERED ? change
                : change.share(seen, seen.memberRegistered(), true);
    }
}
