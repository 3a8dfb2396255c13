package org.calliope.ims.scscf;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.calliope.ims.cx.CxClient;
import org.calliope.ims.cx.ServerAssignmentAnswer;
import org.calliope.ims.cx.ServerAssignmentRequest;
import org.calliope.ims.cx.ServerAssignmentType;
import org.calliope.ims.cx.UserProfile;
import org.calliope.ims.diameter.DiameterRefusal;
import org.calliope.ims.element.HssResults;
import org.calliope.ims.element.Refusals;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.node.Role;
import org.calliope.ims.registration.Registration;
import org.calliope.ims.trace.Decision;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.Trace;

/**
 * Tells the HSS whom this S-CSCF serves (SAR, TS 29.228 6.1.2) and reads what it answers. Never blocks. Any thread.
 */
final class Assignment {

    private static final String SAR = "SAR";
    private static final String CLAUSE = "TS 24.229 5.4.1.2.2F";
    private static final String UNREGISTERED_CLAUSE = "TS 24.229 5.4.3.3, TS 29.228 6.1.2";

    private final String serverName;
    private final CxClient cx;
    private final Trace trace;
    private final InstantSource time;

    /** @param serverName SIP URI of this S-CSCF as the HSS knows it */
    Assignment(String serverName, CxClient cx, Trace trace, InstantSource time) {
        this.serverName = serverName;
        this.cx = cx;
        this.trace = trace;
        this.time = time;
    }

    /**
     * @return for ending what another S-CSCF of the cluster served that is no more: the HSS lets only the one that it knows
     *         end a registration, and which that is the registration says
     */
    Assignment inTheNameOf(Registration registration) {
        return registration.servedBy().isEmpty() ? this : new Assignment(registration.servedBy(), cx, trace, time);
    }

    /** The user's first contact: SAR with REGISTRATION, answered with the user profile. */
    CompletionStage<ServerAssignmentAnswer> register(PrivateIdentity impi, PublicIdentity identity, Join join) {
        return send(impi, List.of(identity), ServerAssignmentType.REGISTRATION, false, join)
                .whenComplete((answer, failure) -> undoIfUnclear(impi, identity, failure, join))
                .thenApply(answer -> {
                    profile(ok(answer));
                    return answer;
                });
    }

    /**
     * A request from or to somebody who is not registered: SAR with UNREGISTERED_USER. Nothing is kept of the answer: it is
     * asked for anew for the next request, so that no profile is served that has changed meanwhile.
     *
     * @return his set, without contacts
     */
    CompletionStage<Registration> unregistered(PublicIdentity identity, Join join) {
        return cx.assign(new ServerAssignmentRequest(Optional.empty(), List.of(identity), serverName,
                ServerAssignmentType.UNREGISTERED_USER, false), join).thenApply(answer -> {
                    if (!answer.result().success()) {
                        throw HssResults.ofSession(answer.result(), SAR, UNREGISTERED_CLAUSE);
                    }
                    return set(answer, profile(answer).privateIdentity(), identity);
                });
    }

    private static UserProfile profile(ServerAssignmentAnswer answer) {
        return answer.profile().orElseThrow(() -> HssResults.incomplete(SAR, "User-Data", CLAUSE));
    }

    /** @return the registration set that the HSS describes, without contacts */
    Registration set(ServerAssignmentAnswer answer, PrivateIdentity impi, PublicIdentity registered) {
        UserProfile profile = profile(answer);
        List<PublicIdentity> identities = ImplicitSet.of(profile, registered);
        return new Registration(impi, identities.get(0), identities, profile, List.of(), time.instant())
                .withCharging(answer.charging());
    }

    /** A refresh: SAR with RE_REGISTRATION; the HSS sends the profile only when it differs. */
    CompletionStage<Registration> refresh(PrivateIdentity impi, Registration present, RegisterRequest request) {
        return send(impi, List.of(request.to()), ServerAssignmentType.RE_REGISTRATION, true, request.join())
                .thenApply(answer -> {
                    if (ok(answer).profile().isEmpty()) {
                        return present;
                    }
                    Registration now = set(answer, impi, request.to());
                    return now.defaultIdentity().equals(present.defaultIdentity())
                            ? present.withProfile(now.profile(), now.identities()).withCharging(now.charging()) : now;
                });
    }

    /** The user's last contact goes: SAR with USER_DEREGISTRATION. */
    CompletionStage<Void> deregister(PrivateIdentity impi, Registration present, Join join) {
        return send(impi, List.of(present.defaultIdentity()), ServerAssignmentType.USER_DEREGISTRATION, true, join)
                .thenAccept(Assignment::ok);
    }

    /**
     * Tells the HSS of an end that stands whatever it answers.
     *
     * @return completes normally in any case: whether there is no use in telling it again, since it has taken it or has a
     *         reason of Cx not to
     */
    CompletionStage<Boolean> inform(PrivateIdentity impi, List<PublicIdentity> identities, ServerAssignmentType type,
                                 Join join) {
        return send(impi, identities, type, true, join).handle((answer, failure) -> {
            String outcome = failure != null ? Refusals.cause(failure).getMessage() : answer.result().label();
            trace.decide(Decision.noted(Role.SCSCF, "hss informed", Map.of("private identity", impi.value(),
                    "assignment", type.name(), "outcome", outcome), "TS 29.228 6.1.2", join));
            return failure == null && (answer.result().success() || answer.result().experimental());
        });
    }

    /** Runs what follows a registration that the HSS has stored; when it fails the HSS is told that it is void. */
    <T> CompletionStage<T> orUndo(PrivateIdentity impi, RegisterRequest request, Supplier<CompletionStage<T>> step) {
        CompletionStage<T> done;
        try {
            done = step.get();
        } catch (RuntimeException e) {
            done = CompletableFuture.failedStage(e);
        }
        return done.whenComplete((value, failure) -> {
            if (failure != null) {
                undo(impi, request.to(), request.join());
            }
        });
    }

    // no answer in time, or none that makes sense: the HSS may have stored the registration that we do not have
    private void undoIfUnclear(PrivateIdentity impi, PublicIdentity identity, Throwable failure, Join join) {
        if (failure != null && Refusals.cause(failure) instanceof DiameterRefusal refusal
                && (refusal.kind() == DiameterRefusal.Kind.TIMEOUT
                || refusal.kind() == DiameterRefusal.Kind.MALFORMED)) {
            undo(impi, identity, join);
        }
    }

    private void undo(PrivateIdentity impi, PublicIdentity identity, Join join) {
        inform(impi, List.of(identity), ServerAssignmentType.ADMINISTRATIVE_DEREGISTRATION, join);
    }

    private CompletionStage<ServerAssignmentAnswer> send(PrivateIdentity impi, List<PublicIdentity> identities,
                                                         ServerAssignmentType type, boolean haveProfile, Join join) {
        return cx.assign(new ServerAssignmentRequest(Optional.of(impi), identities, serverName, type, haveProfile),
                join);
    }

    private static ServerAssignmentAnswer ok(ServerAssignmentAnswer answer) {
        if (!answer.result().success()) {
            throw HssResults.ofRegistration(answer.result(), SAR, CLAUSE);
        }
        return answer;
    }
}
