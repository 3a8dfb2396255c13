package org.calliope.ims.hss.cx;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.calliope.ims.cx.DeregistrationReason;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.cx.ServerAssignmentAnswer;
import org.calliope.ims.cx.ServerAssignmentRequest;
import org.calliope.ims.diameter.Asker;
import org.calliope.ims.hss.store.RegistrationState;
import org.calliope.ims.hss.store.RegistrationStore;
import org.calliope.ims.hss.store.Serving;
import org.calliope.ims.hss.store.Situation;
import org.calliope.ims.hss.store.StateChange;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.Trace;

/** S-CSCF registration and de-registration notification (TS 29.228 6.1.2). */
final class ServerAssignment {

    private static final String CLAUSE = "TS 29.228 6.1.2.1";

    private final RegistrationStore store;
    private final Profiles profiles;
    private final Deregistration deregistration;
    private final boolean keepServerName;
    private final Trace trace;

    /** @param keepServerName whether an S-CSCF that asks to stay assigned after a de-registration may stay */
    ServerAssignment(RegistrationStore store, boolean keepServerName, Trace trace) {
        this.store = store;
        this.profiles = new Profiles(store);
        this.deregistration = new Deregistration(store);
        this.keepServerName = keepServerName;
        this.trace = trace;
    }

    ServerAssignmentAnswer answer(ServerAssignmentRequest request, Asker asker, Join join) {
        Findings findings = new Findings(trace, CLAUSE, join).with("type", request.type())
                .with("private identity", request.userName().map(Object::toString).orElse("none"))
                .with("public identities", request.publicIdentities())
                .with("asking server", request.serverName());
        AssignmentKind kind = AssignmentKind.of(request.type());
        kind.checkAvps(request, findings);
        Serving by = Assigner.of(request.serverName(), asker);
        ServerAssignmentAnswer answer = Attempts.firstOf(() -> attempt(kind, request, by, findings), findings);
        if (answer.result().success()) {
            findings.with("result", answer.result().label()).accepted("server assignment");
        }
        return answer;
    }

    private Optional<ServerAssignmentAnswer> attempt(AssignmentKind kind, ServerAssignmentRequest request,
            Serving by, Findings findings) {
        return switch (kind) {
            case REGISTER -> register(request, by, findings);
            case SERVE_UNREGISTERED -> serveUnregistered(request, by, findings);
            case DEREGISTER -> deregister(request, false, findings);
            case DEREGISTER_AND_KEEP -> deregister(request, keepServerName, findings);
            case ABANDON -> abandon(request, findings);
            case DOWNLOAD -> download(request, by, findings);
            case UNSUPPORTED -> throw findings.refuse(ResultCode.ERROR_IN_ASSIGNMENT_TYPE, "assignment type", "5",
                    request.type() + " belongs to another interface or to IMS restoration, which is not supported");
        };
    }

    // step 5, REGISTRATION and RE_REGISTRATION
    private Optional<ServerAssignmentAnswer> register(ServerAssignmentRequest request, Serving by, Findings findings) {
        Situation seen = Identities.pair(store, request.userName().orElseThrow(), only(request), findings);
        if (seen.type().service()) { // step 4
            throw findings.refuse(ResultCode.ERROR_IN_ASSIGNMENT_TYPE, "assignment type", "4",
                    "a public service identity cannot be registered");
        }
        if (mayNotTakeOver(seen, request)) {
            return Optional.of(alreadyRegistered(seen, findings));
        }
        StateChange change = new StateChange(seen, request.type().name()).assign(by).share(seen, true, false)
                .state(seen, RegistrationState.REGISTERED);
        tellForsaken(change, seen, request);
        moved(findings, seen, RegistrationState.REGISTERED);
        return store.commit(change) ? Optional.of(withProfile(request, seen, by)) : Optional.empty();
    }

    // step 5, UNREGISTERED_USER: somebody calls a user who is not there, or a lost S-CSCF forgot its registrations
    private Optional<ServerAssignmentAnswer> serveUnregistered(ServerAssignmentRequest request, Serving by,
            Findings findings) {
        Situation seen = one(request, findings);
        Identities.checkActive(seen, "4", findings);
        if (mayNotTakeOver(seen, request)) {
            return Optional.of(alreadyRegistered(seen, findings));
        }
        StateChange change = new StateChange(seen, request.type().name()).assign(by)
                .state(seen, RegistrationState.UNREGISTERED);
        if (seen.registeredMembers() > 0) {
            change.releaseAll(seen);
        }
        tellForsaken(change, seen, request);
        moved(findings, seen, RegistrationState.UNREGISTERED);
        return store.commit(change) ? Optional.of(withProfile(request, seen, by)) : Optional.empty();
    }

    /** An S-CSCF that was away and took its users for its own would keep them (TS 29.228 6.1.3.1). */
    private void tellForsaken(StateChange change, Situation seen, ServerAssignmentRequest request) {
        if (Assigner.isElsewhere(seen, request.serverName()) && seen.state() != RegistrationState.NOT_REGISTERED) {
            change.tell(profiles.user(seen, request.userName()).value(), new DeregistrationReason(
                    DeregistrationReason.Code.NEW_SERVER_ASSIGNED, "another S-CSCF has taken over"));
        }
    }

    // step 5, the four kinds of de-registration and the two that ask to keep the name
    private Optional<ServerAssignmentAnswer> deregister(ServerAssignmentRequest request, boolean keep,
            Findings findings) {
        List<Situation> sets = targets(request, findings);
        if (sets.isEmpty()) {
            return Optional.of(ServerAssignmentAnswer.of(ResultCode.SUCCESS));
        }
        refuseIfNotOurs(sets.get(0), request, findings);
        if (!deregistration.attempt(sets, request.userName().isPresent(), keep, request.type().name(), findings)) {
            return Optional.empty();
        }
        boolean refusedToKeep = AssignmentKind.of(request.type()) == AssignmentKind.DEREGISTER_AND_KEEP && !keep;
        return Optional.of(ServerAssignmentAnswer.of(
                refusedToKeep ? ResultCode.SUCCESS_SERVER_NAME_NOT_STORED : ResultCode.SUCCESS));
    }

    // step 5, AUTHENTICATION_FAILURE and AUTHENTICATION_TIMEOUT: the state stays as it was before the attempt
    private Optional<ServerAssignmentAnswer> abandon(ServerAssignmentRequest request, Findings findings) {
        Situation seen = Identities.pair(store, request.userName().orElseThrow(), only(request), findings);
        if (!seen.reassignmentPending()) {
            refuseIfNotOurs(seen, request, findings);
        }
        StateChange change = new StateChange(seen, request.type().name())
                .share(seen, seen.memberRegistered(), false);
        if (seen.state() == RegistrationState.NOT_REGISTERED && !store.othersAuthenticating(seen)
                && !store.serverHeldElsewhere(seen, List.of(seen.setId()))) {
            change.clearServer();
        }
        moved(findings, seen, seen.state());
        return store.commit(change) ? Optional.of(ServerAssignmentAnswer.of(ResultCode.SUCCESS)) : Optional.empty();
    }

    // step 5, NO_ASSIGNMENT: nothing changes, the assigned S-CSCF reads the profile
    private Optional<ServerAssignmentAnswer> download(ServerAssignmentRequest request, Serving by, Findings findings) {
        Situation seen = one(request, findings);
        Identities.checkActive(seen, "4", findings);
        if (!seen.serverName().equals(Optional.of(request.serverName()))) {
            throw notAssigned(seen, findings);
        }
        return Optional.of(withProfile(request, seen, by));
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

    /** Step 5: only when the assigned S-CSCF was found not to answer may another take its place (TS 23.380 4.2). */
    private static boolean mayNotTakeOver(Situation seen, ServerAssignmentRequest request) {
        return Assigner.isElsewhere(seen, request.serverName()) && !seen.reassignmentPending();
    }

    private static ServerAssignmentAnswer alreadyRegistered(Situation seen, Findings findings) {
        findings.with("assigned server", seen.serverName().orElseThrow())
                .refused(ResultCode.ERROR_IDENTITY_ALREADY_REGISTERED, "assigned server", "5",
                        "another S-CSCF is assigned to the subscription");
        return new ServerAssignmentAnswer(ResultCode.ERROR_IDENTITY_ALREADY_REGISTERED, Optional.empty(),
                Optional.empty(), Optional.empty(), List.of(), false, Optional.empty(), seen.serverName());
    }

    /** House rule: an S-CSCF that lost the user must not undo what the present one did. */
    private static void refuseIfNotOurs(Situation seen, ServerAssignmentRequest request, Findings findings) {
        if (Assigner.isElsewhere(seen, request.serverName())) {
            throw notAssigned(seen, findings);
        }
    }

    private static RuntimeException notAssigned(Situation seen, Findings findings) {
        return findings.with("assigned server", seen.serverName().orElse("none"))
                .refuse(ResultCode.UNABLE_TO_COMPLY, "assigned server", "5",
                        "the asking S-CSCF is not the one assigned");
    }

    /** Read after the change is committed: a profile that changes from then on is pushed (TS 29.228 6.2). */
    private ServerAssignmentAnswer withProfile(ServerAssignmentRequest request, Situation seen, Serving by) {
        PrivateIdentity user = profiles.user(seen, request.userName());
        List<PrivateIdentity> others = store.privateIdentities(seen).stream().map(PrivateIdentity::new)
                .filter(other -> !other.equals(user)).toList();
        boolean send = !request.userDataAlreadyAvailable(); // TS 29.228 6.6: not sent again to an S-CSCF that has it
        return new ServerAssignmentAnswer(ResultCode.SUCCESS,
                send ? Optional.of(profiles.of(seen, user, Optional.of(only(request)), by)) : Optional.empty(),
                send ? store.catalogue().charging(seen) : Optional.empty(), Optional.of(user), others, false,
                seen.wildcard(), Optional.empty());
    }

    private static void moved(Findings findings, Situation seen, RegistrationState to) {
        findings.with("state", seen.state() == to ? to : seen.state() + " to " + to);
    }
}
