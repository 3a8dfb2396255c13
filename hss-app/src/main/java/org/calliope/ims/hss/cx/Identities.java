package org.calliope.ims.hss.cx;

import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.hss.store.RegistrationStore;
import org.calliope.ims.hss.store.Situation;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;

/** The first steps that UAR, MAR and SAR have in common: the identities exist and belong together. */
final class Identities {

    private static final String RULE = "identities";

    private Identities() {
    }

    /** Steps 1 and 2 for a user's identity; a public service identity cannot be registered. */
    static Situation associated(RegistrationStore store, PrivateIdentity impi, PublicIdentity impu,
            Findings findings) {
        Situation seen = pair(store, impi, impu, findings);
        if (seen.type().service()) {
            throw findings.refuse(ResultCode.ERROR_USER_UNKNOWN, RULE, "1", "the identity is a service's");
        }
        return seen;
    }

    /** Steps 1 and 2 for any identity. */
    static Situation pair(RegistrationStore store, PrivateIdentity impi, PublicIdentity impu, Findings findings) {
        Situation seen = store.situation(impi.toString(), impu.uri())
                .orElseThrow(() -> unknown(findings, "no such public identity"));
        if (!seen.associated()) {
            throw seen.knowsUser()
                    ? findings.refuse(ResultCode.ERROR_IDENTITIES_DONT_MATCH, RULE, "2",
                            "the private identity may not use this public identity")
                    : unknown(findings, "no such private identity");
        }
        return seen;
    }

    /** Step 1 where there is no private identity to match. */
    static Situation known(RegistrationStore store, PublicIdentity impu, Findings findings) {
        return store.situation(impu.uri()).orElseThrow(() -> unknown(findings, "no such public identity"));
    }

    /** A service that is not active is unknown to all (TS 29.228 6.1.2.1 step 4, 6.1.4.1 step 1). */
    static void checkActive(Situation seen, String step, Findings findings) {
        if (!seen.active()) {
            throw findings.refuse(ResultCode.ERROR_USER_UNKNOWN, "psi activation", step, "the service is not active");
        }
    }

    static RuntimeException unknown(Findings findings, String reason) {
        return findings.refuse(ResultCode.ERROR_USER_UNKNOWN, RULE, "1", reason);
    }
}
