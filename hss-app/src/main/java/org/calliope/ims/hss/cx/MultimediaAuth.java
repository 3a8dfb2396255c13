package org.calliope.ims.hss.cx;

import java.util.Optional;

import org.calliope.ims.cx.AuthScheme;
import org.calliope.ims.cx.MultimediaAuthAnswer;
import org.calliope.ims.cx.MultimediaAuthRequest;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.diameter.Asker;
import org.calliope.ims.hss.secret.Credentials;
import org.calliope.ims.hss.store.RegistrationState;
import org.calliope.ims.hss.store.RegistrationStore;
import org.calliope.ims.hss.store.Situation;
import org.calliope.ims.hss.store.StateChange;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.Trace;

/** Authentication: what the S-CSCF challenges the user with (TS 29.228 6.3). */
final class MultimediaAuth {

    private static final String CLAUSE = "TS 29.228 6.3.1";

    private final RegistrationStore store;
    private final DigestItem digest;
    private final AkaItems aka = new AkaItems();
    private final Trace trace;

    /** @param plainUserNames whether H(A1) is also given for the user part of a private identity alone */
    MultimediaAuth(RegistrationStore store, boolean plainUserNames, Trace trace) {
        this.store = store;
        this.digest = new DigestItem(plainUserNames);
        this.trace = trace;
    }

    MultimediaAuthAnswer answer(MultimediaAuthRequest request, Asker asker, Join join) {
        Findings findings = new Findings(trace, CLAUSE, join)
                .with("private identity", request.userName()).with("public identity", request.publicIdentity())
                .with("scheme", request.scheme().wireName()).with("asking server", request.serverName());
        return Attempts.firstOf(() -> attempt(request, asker, findings), findings);
    }

    private Optional<MultimediaAuthAnswer> attempt(MultimediaAuthRequest request, Asker asker, Findings findings) {
        // steps 1 and 2
        Situation seen = Identities.associated(store, request.userName(), request.publicIdentity(), findings);
        // step 3
        Credentials credentials = store.credentials(seen, request.userName().toString());
        AuthScheme scheme = scheme(request.scheme(), credentials, findings);
        findings.with("state", seen.state()).with("assigned server", seen.serverName().orElse("none"));
        // step 5
        StateChange change = change(seen, request, asker);
        MultimediaAuthAnswer answer = scheme == AuthScheme.SIP_DIGEST
                ? digest.answer(request, credentials.digest().orElseThrow(), findings)
                : aka.answer(request, credentials.aka().orElseThrow(), seen, store.sequence(seen), change, findings); // step 4
        if (!store.apply(change)) {
            return Optional.empty();
        }
        if (Assigner.isElsewhere(seen, request.serverName())) {
            findings.noted("s-cscf changes", "5");
        }
        findings.accepted("authentication data");
        return Optional.of(answer);
    }

    /** Step 3: "Unknown" goes by what is provisioned; whoever has a password and a SIM gets either. */
    private static AuthScheme scheme(AuthScheme asked, Credentials credentials, Findings findings) {
        AuthScheme scheme = asked == AuthScheme.UNKNOWN ? credentials.preferred() : asked;
        findings.with("provisioned scheme", credentials.preferred().wireName());
        if (!credentials.serve(scheme)) {
            throw findings.refuse(ResultCode.ERROR_AUTH_SCHEME_NOT_SUPPORTED, "authentication scheme", "3",
                    "the user is provisioned for " + credentials.preferred().wireName() + ", asked was "
                            + asked.wireName());
        }
        return scheme;
    }

    /**
     * Step 5. The asking S-CSCF becomes the assigned one. While the identity is not registered, the flag keeps that
     * name until the SAR tells the outcome. Of a registered one that may be reassigned (TS 23.380 4.2) the name stays
     * until then: whoever asks has not proved yet to be the user.
     */
    private static StateChange change(Situation seen, MultimediaAuthRequest request, Asker asker) {
        StateChange change = new StateChange(seen, "MAR");
        if (seen.state() == RegistrationState.REGISTERED && seen.reassignmentPending()) {
            return change;
        }
        change.assign(Assigner.authenticating(request.serverName(), asker, seen));
        return seen.state() == RegistrationState.REGISTERED ? change
                : change.share(seen, seen.memberRegistered(), true);
    }
}
