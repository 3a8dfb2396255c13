package org.calliope.ims.hss.cx;

import java.util.Optional;

import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.cx.ServerCapabilities;
import org.calliope.ims.cx.UserAuthorizationAnswer;
import org.calliope.ims.cx.UserAuthorizationRequest;
import org.calliope.ims.cx.UserAuthorizationType;
import org.calliope.ims.hss.store.ProfileRow;
import org.calliope.ims.hss.store.RegistrationStore;
import org.calliope.ims.hss.store.Situation;
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
        Situation seen = Identities.associated(store, request.userName(), request.publicIdentity(), findings);
        checkBarring(seen, findings);
        checkRoaming(seen, request, findings);
        UserAuthorizationAnswer answer = chooseServer(seen, request.type(), findings);
        findings.with("state", seen.state()).with("server", answer.serverName().orElse("none"))
                .with("result", answer.result().label()).chosen("s-cscf of the user", "5");
        return answer;
    }

    // step 3: a barred identity may still be registered for the sake of others in its implicit registration set
    private void checkBarring(Situation seen, Findings findings) {
        if (seen.barred() && store.profile(seen).stream().allMatch(ProfileRow::barred)) {
            throw findings.refuse(ResultCode.AUTHORIZATION_REJECTED, "barring", "3",
                    "the identity and all others registered with it are barred");
        }
    }

    // step 4; de-registration is allowed from wherever the user happens to be
    private void checkRoaming(Situation seen, UserAuthorizationRequest request, Findings findings) {
        if (request.type() != UserAuthorizationType.DE_REGISTRATION && !seen.mayVisit(request.visitedNetwork())) {
            throw findings.with("visited network", request.visitedNetwork())
                    .refuse(ResultCode.ERROR_ROAMING_NOT_ALLOWED, "roaming", "4",
                            "the subscription does not allow registering from " + request.visitedNetwork());
        }
    }

    private UserAuthorizationAnswer chooseServer(Situation seen, UserAuthorizationType type, Findings findings) {
        if (type == UserAuthorizationType.REGISTRATION_AND_CAPABILITIES) {
            // step 4: the I-CSCF could not reach the assigned S-CSCF and wants to choose anew
            return new UserAuthorizationAnswer(ResultCode.SUCCESS, Optional.empty(), capabilities(seen));
        }
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
    private static UserAuthorizationAnswer unregistered(Situation seen) {
        if (seen.serverName().isPresent()) {
            return new UserAuthorizationAnswer(ResultCode.SUBSEQUENT_REGISTRATION, seen.serverName(),
                    Optional.empty());
        }
        return new UserAuthorizationAnswer(ResultCode.FIRST_REGISTRATION, Optional.empty(), capabilities(seen));
    }

    /** What an S-CSCF must and should be able to do; empty means that any will do (TS 29.228 6.7). */
    static Optional<ServerCapabilities> capabilities(Situation seen) {
        ServerCapabilities wanted = new ServerCapabilities(seen.mandatoryCapabilities(), seen.optionalCapabilities(),
                seen.preferredServers());
        boolean none = wanted.mandatory().isEmpty() && wanted.optional().isEmpty() && wanted.serverNames().isEmpty();
        return none ? Optional.empty() : Optional.of(wanted);
    }
}
