package org.calliope.ims.hss.cx;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.cx.ServerAssignmentAnswer;
import org.calliope.ims.cx.ServerAssignmentRequest;
import org.calliope.ims.hss.store.RegistrationState;
import org.calliope.ims.hss.store.RegistrationStore;
import org.calliope.ims.hss.store.Situation;
import org.calliope.ims.hss.store.StateChange;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.Trace;

/** S-CSCF registration and de-registration notification (TS 29.228 6.1.2). */
final class ServerAssignment {

    private static final String CLAUSE = "TS 29.228 6.1.2.1";

    private final RegistrationStore store;
    private final Profiles profiles;
    private final boolean keepServerName;
    private final Trace trace;

    /** @param keepServerName whether an S-CSCF that asks to stay assigned after a de-registration may stay */
    ServerAssignment(RegistrationStore store, boolean keepServerName, Trace trace) {
        this.store = store;
        this.profiles = new Profiles(store);
        this.keepServerName = keepServerName;
        this.trace = trace;
    }

    ServerAssignmentAnswer answer(ServerAssignmentRequest request, Join join) {
        Findings findings = new Findings(trace, CLAUSE, join).with("type", request.type())
                .with("private identity", request.userName().map(Object::toString).orElse("none"))
                .with("public identities", request.publicIdentities())
                .with("asking server", request.serverName());
        AssignmentKind kind = AssignmentKind.of(request.type());
        kind.checkAvps(request, findings);
        ServerAssignmentAnswer answer = Attempts.firstOf(() -> attempt(kind, request, findings), findings);
        findings.with("result", answer.result().label()).accepted("server assignment");
        return answer;
    }

    private Optional<ServerAssignmentAnswer> attempt(AssignmentKind kind, ServerAssignmentRequest request,
            Findings findings) {
        return switch (kind) {
            case REGISTER -> register(request, findings);
            case SERVE_UNREGISTERED -> serveUnregistered(request, findings);
            case DEREGISTER -> deregister(request, false, findings);
            case DEREGISTER_AND_KEEP -> deregister(request, keepServerName, findings);
            case ABANDON -> abandon(request, findings);
            case DOWNLOAD -> download(request, findings);
            case UNSUPPORTED -> throw findings.refuse(ResultCode.ERROR_IN_ASSIGNMENT_TYPE, "assignment type", "5",
                    request.type() + " belongs to another interface or to IMS restoration, which is not supported");
        };
    }

    // step 5, REGISTRATION and RE_REGISTRATION
    private Optional<ServerAssignmentAnswer> register(ServerAssignmentRequest request, Findings findings) {
        Situation seen = Identities.pair(store, request.userName().orElseThrow(), only(request), findings);
        if (seen.type().service()) { // step 4
            throw findings.refuse(ResultCode.ERROR_IN_ASSIGNMENT_TYPE, "assignment type", "4",
                    "a public service identity cannot be registered");
        }
        refuseIfElsewhere(seen, request, findings);
        StateChange change = new StateChange(seen).assign(request.serverName()).share(seen, true, false)
                .state(seen, RegistrationState.REGISTERED);
        moved(findings, seen, RegistrationState.REGISTERED);
        return store.apply(change) ? Optional.of(withProfile(request, seen)) : Optional.empty();
    }

    // step 5, UNREGISTERED_USER: somebody calls a user who is not there, or a lost S-CSCF forgot its registrations
    private Optional<ServerAssignmentAnswer> serveUnregistered(ServerAssignmentRequest request, Findings findings) {
        Situation seen = one(request, findings);
        refuseIfElsewhere(seen, request, findings);
        StateChange change = new StateChange(seen).assign(request.serverName())
                .state(seen, RegistrationState.UNREGISTERED);
        if (seen.registeredMembers() > 0) {
            change.releaseAll(seen);
        }
        moved(findings, seen, RegistrationState.UNREGISTERED);
        return store.apply(change) ? Optional.of(withProfile(request, seen)) : Optional.empty();
    }

    // step 5, the four kinds of de-registration and the two that ask to keep the name
    private Optional<ServerAssignmentAnswer> deregister(ServerAssignmentRequest request, boolean keep,
            Findings findings) {
        List<Situation> sets = targets(request, findings);
        if (sets.isEmpty()) {
            return Optional.of(ServerAssignmentAnswer.of(ResultCode.SUCCESS));
        }
        Situation first = sets.get(0);
        refuseIfNotOurs(first, request, findings);
        StateChange change = new StateChange(first);
        boolean stillUsed = false;
        for (Situation set : sets) {
            stillUsed |= leave(set, request, keep, change, findings);
        }
        if (!stillUsed && !store.serverHeldElsewhere(first, sets.stream().map(Situation::setId).toList())) {
            change.clearServer();
        }
        if (!store.apply(change)) {
            return Optional.empty();
        }
        boolean refusedToKeep = AssignmentKind.of(request.type()) == AssignmentKind.DEREGISTER_AND_KEEP && !keep;
        return Optional.of(ServerAssignmentAnswer.of(
                refusedToKeep ? ResultCode.SUCCESS_SERVER_NAME_NOT_STORED : ResultCode.SUCCESS));
    }

    /** One set is de-registered; true when the S-CSCF stays assigned because of it. */
    private boolean leave(Situation set, ServerAssignmentRequest request, boolean keep, StateChange change,
            Findings findings) {
        boolean forOne = request.userName().isPresent();
        if (forOne) {
            change.share(set, false, false);
        } else {
            change.releaseAll(set);
        }
        long others = forOne ? set.registeredMembers() - (set.memberRegistered() ? 1 : 0) : 0;
        if (others > 0) {
            // registered with more private identities than this one: the state stays
            findings.with("still registered by", others + " other private identities");
            return true;
        }
        boolean kept = keep && set.state() != RegistrationState.NOT_REGISTERED;
        RegistrationState after = kept ? RegistrationState.UNREGISTERED : RegistrationState.NOT_REGISTERED;
        change.state(set, after);
        moved(findings, set, after);
        return kept || forOne && store.othersAuthenticating(set);
    }

    // step 5, AUTHENTICATION_FAILURE and AUTHENTICATION_TIMEOUT: the state stays as it was before the attempt
    private Optional<ServerAssignmentAnswer> abandon(ServerAssignmentRequest request, Findings findings) {
        Situation seen = Identities.pair(store, request.userName().orElseThrow(), only(request), findings);
        refuseIfNotOurs(seen, request, findings);
        StateChange change = new StateChange(seen).share(seen, seen.memberRegistered(), false);
        if (seen.state() == RegistrationState.NOT_REGISTERED && !store.othersAuthenticating(seen)
                && !store.serverHeldElsewhere(seen, List.of(seen.setId()))) {
            change.clearServer();
        }
        moved(findings, seen, seen.state());
        return store.apply(change) ? Optional.of(ServerAssignmentAnswer.of(ResultCode.SUCCESS)) : Optional.empty();
    }

    // step 5, NO_ASSIGNMENT: nothing changes, the assigned S-CSCF reads the profile
    private Optional<ServerAssignmentAnswer> download(ServerAssignmentRequest request, Findings findings) {
        Situation seen = one(request, findings);
        if (!seen.serverName().equals(Optional.of(request.serverName()))) {
            throw notAssigned(seen, findings);
        }
        return Optional.of(withProfile(request, seen));
    }

    private List<Situation> targets(ServerAssignmentRequest request, Findings findings) {
        if (request.publicIdentities().isEmpty()) {
            String impi = request.userName().orElseThrow().toString();
            List<Situation> all = store.situations(impi);
            if (all.isEmpty() && !store.knowsPrivate(impi)) {
                throw Identities.unknown(findings, "no such private identity");
            }
            return all;
        }
        Map<Long, Situation> bySet = new LinkedHashMap<>();
        List<Situation> each = new ArrayList<>();
        for (PublicIdentity impu : request.publicIdentities()) {
            Situation seen = named(request, impu, findings);
            each.add(seen);
            bySet.putIfAbsent(seen.setId(), seen);
        }
        if (!each.stream().allMatch(each.get(0)::sameSubscription)) {
            throw findings.refuse(ResultCode.ERROR_IDENTITIES_DONT_MATCH, "identities", "2",
                    "the public identities belong to different subscriptions");
        }
        return List.copyOf(bySet.values());
    }

    private Situation one(ServerAssignmentRequest request, Findings findings) {
        return named(request, only(request), findings);
    }

    private Situation named(ServerAssignmentRequest request, PublicIdentity impu, Findings findings) {
        return request.userName().isPresent() ? Identities.pair(store, request.userName().get(), impu, findings)
                : Identities.known(store, impu, findings);
    }

    private static PublicIdentity only(ServerAssignmentRequest request) {
        return request.publicIdentities().get(0);
    }

    private static void refuseIfElsewhere(Situation seen, ServerAssignmentRequest request, Findings findings) {
        if (seen.serverName().isPresent() && !seen.serverName().get().equals(request.serverName())) {
            throw findings.with("assigned server", seen.serverName().get())
                    .refuse(ResultCode.ERROR_IDENTITY_ALREADY_REGISTERED, "assigned server", "5",
                            "another S-CSCF is assigned to the subscription");
        }
    }

    /** House rule: an S-CSCF that lost the user must not undo what the present one did. */
    private static void refuseIfNotOurs(Situation seen, ServerAssignmentRequest request, Findings findings) {
        if (seen.serverName().isPresent() && !seen.serverName().get().equals(request.serverName())) {
            throw notAssigned(seen, findings);
        }
    }

    private static RuntimeException notAssigned(Situation seen, Findings findings) {
        return findings.with("assigned server", seen.serverName().orElse("none"))
                .refuse(ResultCode.UNABLE_TO_COMPLY, "assigned server", "5",
                        "the asking S-CSCF is not the one assigned");
    }

    private ServerAssignmentAnswer withProfile(ServerAssignmentRequest request, Situation seen) {
        // TS 29.228 6.6: not sent again to an S-CSCF that has it
        return new ServerAssignmentAnswer(ResultCode.SUCCESS,
                request.userDataAlreadyAvailable() ? Optional.empty() : profiles.of(seen, request.userName()),
                Optional.empty());
    }

    private static void moved(Findings findings, Situation seen, RegistrationState to) {
        findings.with("state", seen.state() == to ? to : seen.state() + " to " + to);
    }
}
