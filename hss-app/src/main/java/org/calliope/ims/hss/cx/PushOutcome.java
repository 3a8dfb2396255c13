package org.calliope.ims.hss.cx;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.calliope.ims.cx.DeregistrationReason;
import org.calliope.ims.cx.IdentityWithEmergencyRegistration;
import org.calliope.ims.cx.PushProfileAnswer;
import org.calliope.ims.cx.RegistrationTerminationAnswer;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.hss.store.Push;
import org.calliope.ims.hss.store.Pushes;
import org.calliope.ims.hss.store.RegistrationStore;
import org.calliope.ims.hss.store.Situation;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.Trace;

/** What follows from an S-CSCF's answer to an RTR (TS 29.228 6.1.3.1) or a PPR (6.2.1). */
final class PushOutcome {

    private static final String RTR = "TS 29.228 6.1.3.1";
    private static final String PPR = "TS 29.228 6.2.1";

    private final Pushes pushes;
    private final RegistrationStore store;
    private final Deregistration deregistration;
    private final Trace trace;

    PushOutcome(Pushes pushes, RegistrationStore store, Trace trace) {
        this.pushes = pushes;
        this.store = store;
        this.deregistration = new Deregistration(store);
        this.trace = trace;
    }

    /** @param left who has an emergency registration, which an RTR leaves (TS 29.229 6.3.57) */
    record Answer(ResultCode result, List<IdentityWithEmergencyRegistration> left) {

        static Answer of(RegistrationTerminationAnswer answer) {
            return new Answer(answer.result(), answer.emergencyRegistrations());
        }

        static Answer of(PushProfileAnswer answer) {
            return new Answer(answer.result(), List.of());
        }
    }

    /** Whether the answer ends the matter; else it is sent again. */
    boolean ends(Push push, Answer answer) {
        ResultCode result = answer.result();
        boolean termination = push.reason().isPresent();
        return switch (result) {
            case SUCCESS, LIMITED_SUCCESS, ERROR_USER_UNKNOWN -> {
                if (termination) {
                    deregister(push, result.label(), answer.left()); // who is unknown there is not registered there
                } else if (result != ResultCode.ERROR_USER_UNKNOWN) {
                    findings(push, PPR).with("result", result.label()).accepted("profile pushed");
                } else {
                    refused(push, result, "the S-CSCF does not know the user, though it is the one assigned");
                }
                yield true;
            }
            // the S-CSCF ends the registration by an SAR of its own, DEREGISTRATION_TOO_MUCH_DATA
            case ERROR_TOO_MUCH_DATA -> refused(push, result, "the profile is more than the S-CSCF can hold");
            case ERROR_NOT_SUPPORTED_USER_DATA ->
                refused(push, result, "something in the profile is not known to the S-CSCF, which keeps the old one");
            case COMMAND_UNSUPPORTED, AVP_UNSUPPORTED, INVALID_AVP_VALUE, MISSING_AVP ->
                refused(push, result, "the S-CSCF cannot read it");
            default -> false; // UNABLE_TO_COMPLY, TOO_BUSY, UNABLE_TO_DELIVER and the like pass
        };
    }

    private boolean refused(Push push, ResultCode result, String reason) {
        findings(push, push.reason().isPresent() ? RTR : PPR)
                .refused(result, push.reason().isPresent() ? "termination" : "profile pushed", "2", reason);
        return true;
    }

    /** It waited too long. A registration that was to end ends here, at least. */
    void expired(Push push) {
        if (push.reason().isPresent()) {
            deregister(push, "no answer in time", List.of());
        }
        pushes.done(push);
    }

    private Findings findings(Push push, String clause) {
        return new Findings(trace, clause, Join.NONE).with("s-cscf", push.server().host())
                .with("attempts", push.attempts() + 1);
    }

    private void deregister(Push push, String result, List<IdentityWithEmergencyRegistration> left) {
        DeregistrationReason reason = push.reason().orElseThrow();
        Findings findings = findings(push, RTR).with("private identity", push.userName())
                .with("reason", reason.code()).with("result", result);
        if (!left.isEmpty()) {
            findings.with("emergency registrations left", left.stream()
                    .map(IdentityWithEmergencyRegistration::publicIdentity).toList());
        }
        // the subscription is the new S-CSCF's by now
        if (reason.code() != DeregistrationReason.Code.NEW_SERVER_ASSIGNED) {
            String why = "RTR " + reason.code();
            if (push.identities().isEmpty()) {
                Stream.concat(Stream.of(push.userName()), push.associated().stream()).forEach(user ->
                        leave(() -> ended(ours(push, store.situations(user)), left.stream()
                                .filter(pair -> pair.userName().value().equals(user))), true, why, findings));
            } else {
                leave(() -> ended(ours(push, push.identities().stream().map(store::situation)
                        .flatMap(Optional::stream).toList()), left.stream()), false, why, findings);
            }
        }
        findings.accepted("registration terminated");
    }

    private void leave(Supplier<List<Situation>> sets, boolean forOne, String why,
            Findings findings) {
        Attempts.firstOf(() -> {
            List<Situation> now = sets.get();
            return now.isEmpty() || deregistration.attempt(now, forOne, false, why, findings)
                    ? Optional.of(true) : Optional.empty();
        }, findings);
    }

    // the S-CSCF says in an SAR when the emergency registration of a set is over
    private List<Situation> ended(List<Situation> sets, Stream<IdentityWithEmergencyRegistration> left) {
        Set<Long> staying = left.flatMap(pair -> store.situation(pair.publicIdentity().uri()).stream())
                .map(Situation::setId).collect(Collectors.toSet());
        return sets.stream().filter(set -> !staying.contains(set.setId())).toList();
    }

    /** Sets that are still served by whom this went to, each once. */
    private static List<Situation> ours(Push push, List<Situation> sets) {
        Map<Long, Situation> bySet = new LinkedHashMap<>();
        sets.stream().filter(set -> set.server().filter(now -> now.host().equals(push.server().host())).isPresent())
                .forEach(set -> bySet.putIfAbsent(set.setId(), set));
        return List.copyOf(bySet.values());
    }
}
