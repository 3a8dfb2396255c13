package org.calliope.ims.scscf;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.calliope.ims.cx.CxPushHandler;
import org.calliope.ims.cx.DeregistrationReason;
import org.calliope.ims.cx.IdentityWithEmergencyRegistration;
import org.calliope.ims.cx.ProfileIdentity;
import org.calliope.ims.cx.PushProfileAnswer;
import org.calliope.ims.cx.PushProfileRequest;
import org.calliope.ims.cx.RegistrationTerminationAnswer;
import org.calliope.ims.cx.RegistrationTerminationRequest;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.cx.UserProfile;
import org.calliope.ims.diameter.Asker;
import org.calliope.ims.diameter.DiameterRefusal;
import org.calliope.ims.element.Turnstile;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.node.Role;
import org.calliope.ims.registration.Registration;
import org.calliope.ims.scscf.RegistrationChange.Cause;
import org.calliope.ims.trace.Decision;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.Trace;

/**
 * What the HSS says unasked: RTR ends registrations (TS 29.228 6.1.3, TS 24.229 5.4.1.5), PPR exchanges a profile
 * (TS 29.228 6.2, TS 24.229 5.4.1.8). Whom it concerns hears of it from the book, which is also where the release of
 * the user's dialogs will listen (5.4.5.1.2). Waits for the store, up to the Diameter timeout.
 */
final class HssPushes implements CxPushHandler {

    private static final String RTR = "TS 29.228 6.1.3";
    private static final String PPR = "TS 29.228 6.2, TS 24.229 5.4.1.8";

    private final ScscfSettings settings;
    private final RegistrationBook book;
    private final NetworkInitiated network;
    private final Turnstile<PrivateIdentity> turnstile;
    private final Trace trace;
    private final InstantSource time;

    HssPushes(ScscfSettings settings, RegistrationBook book, NetworkInitiated network,
              Turnstile<PrivateIdentity> turnstile, Trace trace, InstantSource time) {
        this.settings = settings;
        this.book = book;
        this.network = network;
        this.turnstile = turnstile;
        this.trace = trace;
        this.time = time;
    }

    @Override
    public RegistrationTerminationAnswer terminate(RegistrationTerminationRequest request, Asker hss) {
        Set<PrivateIdentity> users = new LinkedHashSet<>(List.of(request.userName()));
        users.addAll(request.associatedIdentities());
        Cause cause = cause(request.reason().code());
        List<PrivateIdentity> ended = new ArrayList<>();
        List<IdentityWithEmergencyRegistration> left = new ArrayList<>();
        for (PrivateIdentity user : users) {
            List<Registration> sets = sets(user, request.publicIdentities());
            if (!sets.isEmpty()) {
                done(turnstile.pass(user, () -> end(user, sets, cause, hss.join())));
                ended.add(user);
                left.addAll(emergencies(user, sets));
            }
        }
        if (ended.isEmpty()) {
            throw unknown("RTR", request.userName(), RTR, hss);
        }
        trace.decide(Decision.accepted(Role.SCSCF, "registration terminated", Map.of("private identities",
                ended.toString(), "reason", request.reason().code().name(), "info", request.reason().info(),
                "emergency registrations left",
                left.stream().map(IdentityWithEmergencyRegistration::publicIdentity).toList().toString()), RTR, hss.join()));
        ended.remove(request.userName());
        return new RegistrationTerminationAnswer(left.isEmpty() ? ResultCode.SUCCESS : ResultCode.LIMITED_SUCCESS, ended, left);
    }

    /** TS 29.229 6.3.17, TS 24.229 5.4.1.5: rejected when it is for good, deactivated when the UE is to register anew. */
    private static Cause cause(DeregistrationReason.Code code) {
        return switch (code) {
            case PERMANENT_TERMINATION -> Cause.REJECTED;
            case SERVER_CHANGE, REMOVE_S_CSCF -> Cause.DEACTIVATED;
            case NEW_SERVER_ASSIGNED -> Cause.REASSIGNED;
        };
    }

    /** The sets that a user has a contact in; only those of the identities when some are named. */
    private List<Registration> sets(PrivateIdentity user, List<PublicIdentity> named) {
        return named.isEmpty() ? book.of(user) : named.stream().map(book::find).flatMap(Optional::stream).distinct()
                .filter(set -> set.has(user)).toList();
    }

    /** Of what is left of the sets. */
    private List<IdentityWithEmergencyRegistration> emergencies(PrivateIdentity user, List<Registration> sets) {
        return sets.stream().map(Registration::defaultIdentity).filter(set -> book.find(set).stream()
                        .flatMap(now -> now.bindings().stream()).filter(binding -> binding.impi().equals(user))
                        .anyMatch(BindingRules::emergency))
                .map(set -> new IdentityWithEmergencyRegistration(user, set)).toList();
    }

    // the S-CSCF that took over has it from the same store (TS 23.380 4): what is ended here is ended there
    private static boolean shared(Registration set) {
        return !set.servedBy().isEmpty();
    }

    // TS 24.229 5.4.1.5: an emergency registration ends by its time only
    private CompletionStage<Void> end(PrivateIdentity user, List<Registration> sets, Cause cause, Join join) {
        return CompletableFuture.allOf(sets.stream().map(set -> book.reduce(set.defaultIdentity(), cause,
                join.withRegistration(set.defaultIdentity().uri()), now -> cause == Cause.REASSIGNED && shared(now) ? now
                        : now.withBindings(now.bindings().stream().filter(binding -> !binding.impi().equals(user)
                                || BindingRules.emergency(binding)).toList()))
                .toCompletableFuture()).toArray(CompletableFuture[]::new));
    }

    @Override
    public PushProfileAnswer push(PushProfileRequest request, Asker hss) {
        List<Registration> seen = request.profile().map(profile -> described(profile, request.userName()))
                .orElseGet(() -> book.of(request.userName()));
        if (seen.isEmpty()) {
            throw unknown("PPR", request.userName(), PPR, hss);
        }
        for (Registration set : seen) {
            Registration charged = request.charging().isPresent() ? set.withCharging(request.charging()) : set;
            done(turnstile.pass(set.privateIdentity(), () -> replace(set, charged, request.profile(),
                    hss.join().withRegistration(set.defaultIdentity().uri()))));
        }
        return new PushProfileAnswer(ResultCode.SUCCESS);
    }

    /** The set that the profile is of: one of its identities is in it, or else the user has no other. */
    private List<Registration> described(UserProfile profile, PrivateIdentity user) {
        List<Registration> byIdentity = profile.serviceProfiles().stream()
                .flatMap(service -> service.identities().stream()).map(ProfileIdentity::identity).map(book::find)
                .flatMap(Optional::stream).limit(1).toList();
        List<Registration> byUser = byIdentity.isEmpty() ? book.of(user) : List.of();
        return byUser.size() == 1 ? byUser : byIdentity;
    }

    private CompletionStage<Void> replace(Registration seen, Registration charged, Optional<UserProfile> pushed,
                                          Join join) {
        UserProfile profile = pushed.orElse(seen.profile());
        List<PublicIdentity> identities = pushed.isPresent() ? ImplicitSet.open(profile) : seen.identities();
        Map<String, String> values = new HashMap<>(Map.of("identities before", seen.identities().toString(),
                "identities", identities.toString(), "profile", pushed.isPresent() ? "new" : "as it was"));
        charged.charging().ifPresent(addresses -> values.put("charging", addresses.primaryCollection()));
        trace.decide(Decision.accepted(Role.SCSCF, "profile pushed", values, PPR, join));
        if (identities.isEmpty()) {
            return network.withdraw(seen.defaultIdentity(), Cause.REJECTED, "all identities are barred", join)
                    .thenAccept(ended -> { });
        }
        return book.describe(Optional.of(seen), new Registration(seen.privateIdentity(), identities.get(0), identities,
                profile, List.of(), time.instant()).withCharging(charged.charging()), Cause.PROFILE, join,
                UnaryOperator.identity()).thenAccept(changed -> { });
    }

    private DiameterRefusal unknown(String command, PrivateIdentity user, String clause, Asker hss) {
        trace.decide(Decision.refused(Role.SCSCF, command, Map.of("private identity", user.value()), clause,
                ResultCode.ERROR_USER_UNKNOWN.code(), "nothing of this user is registered here", hss.join()));
        return new DiameterRefusal(ResultCode.ERROR_USER_UNKNOWN, "");
    }

    private void done(CompletionStage<Void> work) {
        try {
            work.toCompletableFuture().copy().orTimeout(settings.diameterTimeout().toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException e) {
            // the HSS sends it again
            if (e.getCause() instanceof TimeoutException) {
                throw new DiameterRefusal(ResultCode.UNABLE_TO_COMPLY, "");
            }
            throw e;
        }
    }
}
