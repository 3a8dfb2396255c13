package org.calliope.ims.hss.cx;

import java.util.Optional;

import org.calliope.ims.cx.LocationInfoAnswer;
import org.calliope.ims.cx.LocationInfoRequest;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.cx.ServerCapabilities;
import org.calliope.ims.cx.UserAuthorizationType;
import org.calliope.ims.hss.store.RegistrationState;
import org.calliope.ims.hss.store.RegistrationStore;
import org.calliope.ims.hss.store.Situation;
import org.calliope.ims.hss.store.StateChange;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.Trace;

/** User location query: which S-CSCF serves this identity (TS 29.228 6.1.4). */
final class LocationInfo {

    private static final String CLAUSE = "TS 29.228 6.1.4.1";
    private static final String RULE = "s-cscf of the user";

    private final RegistrationStore store;
    private final Trace trace;

    LocationInfo(RegistrationStore store, Trace trace) {
        this.store = store;
        this.trace = trace;
    }

    LocationInfoAnswer answer(LocationInfoRequest request, Join join) {
        Findings findings = new Findings(trace, CLAUSE, join).with("public identity", request.publicIdentity())
                .with("originating", request.originating());
        return Attempts.firstOf(() -> attempt(request, findings), findings);
    }

    private Optional<LocationInfoAnswer> attempt(LocationInfoRequest request, Findings findings) {
        Situation seen = Identities.known(store, request.publicIdentity(), findings); // step 1
        Identities.checkActive(seen, "1", findings);
        findings.with("state", seen.state());
        seen.wildcard().ifPresent(pattern -> findings.with("wildcard", pattern));
        Optional<String> host = applicationServer(seen, request);
        if (host.isPresent()) { // step 2
            findings.with("application server", host.get()).chosen("direct routing to the service", "2");
            return Optional.of(found(ResultCode.SUCCESS, host, Optional.empty(), seen));
        }
        boolean anew = request.type().filter(UserAuthorizationType.REGISTRATION_AND_CAPABILITIES::equals).isPresent();
        if (anew && !store.apply(new StateChange(seen, "LIR").allowReassignment())) {
            return Optional.empty();
        }
        // the I-CSCF could not reach the assigned S-CSCF and wants to choose anew (TS 23.380 4.3)
        LocationInfoAnswer answer = anew
                ? found(ResultCode.SUCCESS, Optional.empty(), store.catalogue().capabilities(seen), seen)
                : locate(seen, request.originating(), findings);
        findings.with("server", answer.serverName().orElse("none")).with("result", answer.result().label())
                .chosen(RULE, anew ? "2" : "3");
        return Optional.of(answer);
    }

    // step 2: a service that an application server hosts is reached there; when it calls itself, by an S-CSCF
    private Optional<String> applicationServer(Situation seen, LocationInfoRequest request) {
        return seen.type().service() && !request.originating() ? store.catalogue().applicationServer(seen) : Optional.empty();
    }

    // step 3
    private LocationInfoAnswer locate(Situation seen, boolean originating, Findings findings) {
        boolean served = seen.state() != RegistrationState.NOT_REGISTERED;
        if (!served && !originating && !store.catalogue().unregisteredServices(seen)) {
            throw findings.refuse(ResultCode.ERROR_IDENTITY_NOT_REGISTERED, "registration state", "3",
                    "the user is not registered and has no services while unregistered");
        }
        if (seen.serverName().isPresent()) {
            // not registered: the S-CSCF that serves another identity of the subscription serves this one too
            return found(ResultCode.SUCCESS, seen.serverName(), Optional.empty(), seen);
        }
        return found(ResultCode.UNREGISTERED_SERVICE, Optional.empty(), store.catalogue().capabilities(seen), seen);
    }

    private static LocationInfoAnswer found(ResultCode result, Optional<String> server,
            Optional<ServerCapabilities> capabilities, Situation seen) {
        return new LocationInfoAnswer(result, server, capabilities, seen.wildcard());
    }
}
