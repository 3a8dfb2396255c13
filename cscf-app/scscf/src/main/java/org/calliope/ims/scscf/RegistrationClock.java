package org.calliope.ims.scscf;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.calliope.ims.cx.ServerAssignmentType;
import org.calliope.ims.element.Sweep;
import org.calliope.ims.element.Turnstile;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.node.Role;
import org.calliope.ims.scscf.RegistrationChange.Cause;
import org.calliope.ims.trace.Decision;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.Trace;

/**
 * Ends contacts whose time is over (TS 24.229 5.4.1.5, TS 29.228 6.1.2): no request reaches them any more from that
 * moment, and the HSS hears of the user's last one. Any thread.
 */
final class RegistrationClock implements Sweep {

    private static final String CLAUSE = "TS 24.229 5.4.1.5";

    private final RegistrationBook book;
    private final Deregistrations deregistrations;
    private final Turnstile<PrivateIdentity> turnstile;
    private final Trace trace;

    RegistrationClock(RegistrationBook book, Deregistrations deregistrations,
                      Turnstile<PrivateIdentity> turnstile, Trace trace) {
        this.book = book;
        this.deregistrations = deregistrations;
        this.turnstile = turnstile;
        this.trace = trace;
    }

    @Override
    public void sweep(Instant now) {
        for (PublicIdentity identity : book.due(now)) {
            book.find(identity).ifPresent(registration ->
                    turnstile.pass(registration.privateIdentity(), () -> expire(identity, now)));
        }
    }

    private CompletionStage<Void> expire(PublicIdentity identity, Instant now) {
        return book.reduce(identity, Cause.EXPIRED, Join.NONE.withRegistration(identity.uri()),
                registration -> registration.unexpired(now)).thenAccept(change -> inform(change, now));
    }

    private void inform(RegistrationChange change, Instant now) {
        change.bindingsBefore().stream().filter(binding -> binding.expired(now)).forEach(binding ->
                trace.decide(Decision.noted(Role.SCSCF, "registration over", Map.of("contact", binding.contact(),
                        "private identity", binding.impi().value()), CLAUSE,
                        change.join().withCallId(binding.callId()))));
        deregistrations.tell(change, ServerAssignmentType.TIMEOUT_DEREGISTRATION);
    }
}
