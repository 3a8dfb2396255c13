package org.calliope.ims.scscf;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.calliope.ims.cx.ServerAssignmentType;
import org.calliope.ims.element.Turnstile;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.node.Role;
import org.calliope.ims.registration.Reauthentication;
import org.calliope.ims.scscf.RegistrationChange.Cause;
import org.calliope.ims.trace.Decision;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.Trace;

/**
 * What this S-CSCF does to a registration without being asked by the user or the HSS: de-registration (TS 24.229
 * 5.4.1.5), of which it tells the HSS, and re-authentication before the time (5.4.1.6). Never blocks. Any thread.
 */
final class NetworkInitiated implements Reauthentication {

    private final ScscfSettings settings;
    private final RegistrationBook book;
    private final Deregistrations deregistrations;
    private final Turnstile<PrivateIdentity> turnstile;
    private final Trace trace;
    private final InstantSource time;

    NetworkInitiated(ScscfSettings settings, RegistrationBook book, Deregistrations deregistrations,
                     Turnstile<PrivateIdentity> turnstile, Trace trace, InstantSource time) {
        this.settings = settings;
        this.book = book;
        this.deregistrations = deregistrations;
        this.turnstile = turnstile;
        this.trace = trace;
        this.time = time;
    }

    /** As {@link #withdraw}, when it is this user's turn. */
    CompletionStage<Boolean> deregister(PublicIdentity identity, Cause cause, String why, Join join) {
        return inTurn(identity, () -> withdraw(identity, cause, why, join));
    }

    /**
     * Ends the set of this identity, but for emergency registrations, which end by their time only, and tells the HSS
     * (ADMINISTRATIVE_DEREGISTRATION). For who has passed the user's turnstile.
     *
     * @param cause DEACTIVATED when the UE may register again, else REJECTED
     * @param why   for the trace
     * @return whether it was registered
     */
    CompletionStage<Boolean> withdraw(PublicIdentity identity, Cause cause, String why, Join join) {
        return book.reduce(identity, cause, join, set -> set.withBindings(set.bindings().stream()
                .filter(BindingRules::emergency).toList())).thenApply(change -> {
            decided("network-initiated de-registration", change, why, "TS 24.229 5.4.1.5");
            deregistrations.tell(change, ServerAssignmentType.ADMINISTRATIVE_DEREGISTRATION);
            return change.before().isPresent();
        });
    }

    // 5.4.1.6: the time that is left becomes the operator's; who does not prove himself by then is de-registered
    @Override
    public CompletionStage<Boolean> reauthenticate(PublicIdentity identity) {
        Instant end = time.instant().plus(settings.reauthenticationTime());
        return inTurn(identity, () -> book.change(identity, Cause.SHORTENED,
                Join.NONE.withRegistration(identity.uri()), present -> present.map(set -> set.withBindings(
                        set.bindings().stream().map(binding -> BindingRules.emergency(binding) ? binding
                                : binding.until(end)).toList())))
                .thenApply(change -> {
                    decided("network-initiated re-authentication", change, "asked by the operator",
                            "TS 24.229 5.4.1.6");
                    return change.before().isPresent();
                }));
    }

    private CompletionStage<Boolean> inTurn(PublicIdentity identity, Supplier<CompletionStage<Boolean>> step) {
        return book.find(identity).map(set -> turnstile.pass(set.privateIdentity(), step))
                .orElse(CompletableFuture.completedStage(false));
    }

    private void decided(String rule, RegistrationChange change, String why, String clause) {
        trace.decide(Decision.accepted(Role.SCSCF, rule, Map.of("why", why, "contacts",
                Integer.toString(change.bindingsBefore().size()), "event",
                change.cause().name().toLowerCase(Locale.ROOT)), clause, change.join()));
    }
}
