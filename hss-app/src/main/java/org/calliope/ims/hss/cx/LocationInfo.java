package org.calliope.ims.hss.cx;

import java.util.Optional;

import org.calliope.ims.cx.LocationInfoAnswer;
import org.calliope.ims.cx.LocationInfoRequest;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.hss.store.RegistrationState;
import org.calliope.ims.hss.store.RegistrationStore;
import org.calliope.ims.hss.store.Situation;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.Trace;

/** User location query: which S-CSCF serves this identity (TS 29.228 6.1.4). */
final class LocationInfo {

    private static final String CLAUSE = "TS 29.228 6.1.4.1";

    private final RegistrationStore store;
    private final Trace trace;

    LocationInfo(RegistrationStore store, Trace trace) {
        this.store = store;
        this.trace = trace;
    }

    LocationInfoAnswer answer(LocationInfoRequest request, Join join) {
        Findings findings = new Findings(trace, CLAUSE, join).with("public identity", request.publicIdentity())
                .with("originating", request.originating());
        Situation seen = Identities.known(store, request.publicIdentity(), findings); // step 1
        findings.with("state", seen.state());
        LocationInfoAnswer answer = locate(seen, request.originating(), findings);
        findings.with("server", answer.serverName().orElse("none")).with("result", answer.result().label())
                .chosen("s-cscf of the user", "3");
        return answer;
    }

    // step 3
    private static LocationInfoAnswer locate(Situation seen, boolean originating, Findings findings) {
        boolean served = seen.state() != RegistrationState.NOT_REGISTERED;
        if (!served && !originating && !seen.unregisteredServices()) {
            throw findings.refuse(ResultCode.ERROR_IDENTITY_NOT_REGISTERED, "registration state", "3",
                    "the user is not registered and has no services while unregistered");
        }
        if (seen.serverName().isPresent()) {
            // not registered: the S-CSCF that serves another identity of the subscription serves this one too
            return new LocationInfoAnswer(ResultCode.SUCCESS, seen.serverName(), Optional.empty());
        }
        return new LocationInfoAnswer(ResultCode.UNREGISTERED_SERVICE, Optional.empty(),
                UserAuthorization.capabilities(seen));
    }
}
