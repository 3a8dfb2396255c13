package org.calliope.ims.hss.cx;

import java.util.Optional;

import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.cx.UserAuthorizationAnswer;
import org.calliope.ims.cx.UserAuthorizationRequest;
import org.calliope.ims.cx.UserAuthorizationType;
import org.calliope.ims.hss.store.ProfileRow;
import org.calliope.ims.hss.store.RegistrationStore;
import org.calliope.ims.hss.store.Situation;
import org.calliope.ims.hss.store.StateChange;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.Trace;

/** User registration status query: may this user register from here, and which S-CSCF is asked (TS 29.228 6.1.1). */
final class UserAuthorization {

    private static final String CLAUSE = "TS 29.228 6.1.1.1";

    private final RegistrationStore store;
    private final Trace trace;

    UserAuthorization(RegistrationStore store, Trace trace) {
        this.store = store;
        this.trace = trace;
    }

    UserAuthorizationAnswer answer(UserAuthorizationRequest request, Join join) {
        Findings findings = new Findings(trace, CLAUSE, join)
                .with("private identity", request.userName()).with("public identity", request.publicIdentity())
                .with("type", request.type());
        return Attempts.firstOf(() -> attempt(request, findings), findings);
    }

    private Optional<UserAuthorizationAnswer> attempt(UserAuthorizationRequest request, Findings findings) {
        Situation seen = Identities.associated(store, request.userName(), request.publicIdentity(), findings);
        if (request.emergency()) {
            findings.with("emergency", true); // neither barring nor roaming stands against it
        } else {
            checkBarring(seen, findings);
            checkRoaming(seen, request, findings);
        }
        boolean anew = request.type() == UserAuthorizationType.REGISTRATION_AND_CAPABILITIES;
        if (anew && !store.apply(new StateChange(seen, "UAR").allowReassignment())) {
            return Optional.empty();
        }
        // step 4: the I-CSCF could not reach the assigned S-CSCF and wants to choose anew
        UserAuthorizationAnswer answer = anew ? new UserAuthorizationAnswer(ResultCode.SUCCESS, Optional.empty(),
                store.catalogue().capabilities(seen)) : chooseServer(seen, request.type(), findings);
        findings.with("state", seen.state()).with("server", answer.serverName().orElse("none"))
                .with("result", answer.result().label()).chosen("s-cscf of the user", anew ? "4" : "5");
        return Optional.of(answer);
    }

    // step 3: a barred identity may still be registered for the sake of others in its implicit registration set
    private void checkBarring(Situation seen, Findings findings) {
        if (seen.barred() && store.profile(seen).stream().allMatch(ProfileRow::barred)) {
            throw findings.refuse(ResultCode.AUTHORIZATION_REJECTED, "barring", "3",
                    "the identity and all others registered with it are barred");
        }
    }

    // step 4; de-registration is allowed from wherever the user happens to be
    private static void checkRoaming(Situation seen, UserAuthorizationRequest request, Findings findings) {
        if (request.type() != UserAuthorizationType.DE_REGISTRATION && !seen.mayVisit(request.visitedNetwork())) {
            throw findings.with("visited network", request.visitedNetwork())
                    .refuse(ResultCode.ERROR_ROAMING_NOT_ALLOWED, "roaming", "4",
                            "the subscription does not allow registering from " + request.visitedNetwork());
        }
    }

    private UserAuthorizationAnswer chooseServer(Situation seen, UserAuthorizationType type, Findings findings) {
        boolean leaving = type == UserAuthorizationType.DE_REGISTRATION;
        return switch (seen.state()) {
            case REGISTERED, UNREGISTERED -> new UserAuthorizationAnswer(
                    leaving ? ResultCode.SUCCESS : ResultCode.SUBSEQUENT_REGISTRATION, seen.serverName(),
                    Optional.empty());
            case NOT_REGISTERED -> {
                if (leaving) {
                    throw findings.refuse(ResultCode.ERROR_IDENTITY_NOT_REGISTERED, "registration state", "5",
                            "an identity that is not registered cannot be de-registered");
                }
                yield unregistered(seen);
            }
        };
    }

    // step 5, not registered: one S-CSCF serves the whole subscription, also while authentication is pending
    private UserAuthorizationAnswer unregistered(Situation seen) {
        if (seen.serverName().isPresent()) {
            return new UserAuthorizationAnswer(ResultCode.SUBSEQUENT_REGISTRATION, seen.serverName(),
                    Optional.empty());
        }
        return new UserAuthorizationAnswer(ResultCode.FIRST_REGISTRATION, Optional.empty(),
                store.catalogue().capabilities(seen));
    }
}
