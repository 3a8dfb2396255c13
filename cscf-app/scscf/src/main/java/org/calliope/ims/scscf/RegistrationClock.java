package org.calliope.ims.scscf;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.calliope.ims.cx.ServerAssignmentType;
import org.calliope.ims.element.Expiries;
import org.calliope.ims.element.Sweep;
import org.calliope.ims.element.Turnstile;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.node.Role;
import org.calliope.ims.registration.Binding;
import org.calliope.ims.registration.Registration;
import org.calliope.ims.registration.Registrations;
import org.calliope.ims.trace.Decision;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.Trace;

/**
 * Ends contacts whose time is over (TS 24.229 5.4.1.5, TS 29.228 6.1.2): no request reaches them any more from that
 * moment, and the HSS hears of the user's last one. Any thread.
 */
final class RegistrationClock implements Sweep {

    private static final String CLAUSE = "TS 24.229 5.4.1.5";

    private final Expiries<PublicIdentity> expiries = new Expiries<>();
    private final Registrations registrations;
    private final Assignment assignment;
    private final Turnstile<PrivateIdentity> turnstile;
    private final Trace trace;

    RegistrationClock(Registrations registrations, Assignment assignment, Turnstile<PrivateIdentity> turnstile,
                      Trace trace) {
        this.registrations = registrations;
        this.assignment = assignment;
        this.turnstile = turnstile;
        this.trace = trace;
    }

    /** Watches the contact of this set that ends first. */
    void set(Registration registration) {
        registration.bindings().stream().map(Binding::expires).min(Instant::compareTo)
                .ifPresentOrElse(first -> expiries.set(registration.defaultIdentity(), first),
                        () -> forget(registration));
    }

    void forget(Registration registration) {
        expiries.remove(registration.defaultIdentity());
    }

    int watched() {
        return expiries.size();
    }

    @Override
    public void sweep(Instant now) {
        for (PublicIdentity identity : expiries.due(now)) {
            registrations.find(identity).ifPresent(registration ->
                    turnstile.pass(registration.privateIdentity(), () -> expire(identity, now)));
        }
    }

    private CompletionStage<Void> expire(PublicIdentity identity, Instant now) {
        Optional<Registration> before = registrations.find(identity);
        Optional<Registration> after = registrations.compute(identity, present -> present
                .map(registration -> registration.unexpired(now))
                .filter(registration -> !registration.bindings().isEmpty()));
        after.ifPresent(this::set);
        return before.map(old -> inform(old, after.map(Registration::bindings).orElse(List.of()), now))
                .orElse(CompletableFuture.completedStage(null));
    }

    private CompletionStage<Void> inform(Registration old, List<Binding> left, Instant now) {
        Join join = Join.NONE.withRegistration(old.defaultIdentity().uri());
        old.bindings().stream().filter(binding -> binding.expired(now)).forEach(binding ->
                trace.decide(Decision.noted(Role.SCSCF, "registration over", Map.of("contact", binding.contact(),
                        "private identity", binding.impi().value()), CLAUSE, join.withCallId(binding.callId()))));
        List<PrivateIdentity> gone = old.bindings().stream().map(Binding::impi).distinct()
                .filter(impi -> left.stream().noneMatch(binding -> binding.impi().equals(impi))).toList();
        return CompletableFuture.allOf(gone.stream().map(impi -> assignment.inform(impi,
                List.of(old.defaultIdentity()), ServerAssignmentType.TIMEOUT_DEREGISTRATION, join)
                .toCompletableFuture()).toArray(CompletableFuture[]::new));
    }
}
