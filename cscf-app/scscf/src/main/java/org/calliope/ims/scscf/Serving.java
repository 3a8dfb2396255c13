package org.calliope.ims.scscf;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.calliope.ims.cx.CxClient;
import org.calliope.ims.cx.ServerAssignmentType;
import org.calliope.ims.element.Sweep;
import org.calliope.ims.element.Turnstile;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.node.LockOuts;
import org.calliope.ims.node.Topology;
import org.calliope.ims.registration.Registration;
import org.calliope.ims.registration.Registrations;
import org.calliope.ims.trace.Trace;

/** The S-CSCF's registrar with what it works on, put together. Any thread. */
final class Serving implements Sweep {

    private final Registrar registrar;
    private final Challenges challenges;
    private final Proofs proofs;
    private final RegistrationClock clock;

    private Serving(Registrar registrar, Challenges challenges, Proofs proofs, RegistrationClock clock) {
        this.registrar = registrar;
        this.challenges = challenges;
        this.proofs = proofs;
        this.clock = clock;
    }

    static Serving open(ScscfSettings settings, Topology topology, CxClient cx, Registrations registrations,
                        LockOuts lockOuts, Trace trace, InstantSource time, Ticker ticker) {
        String serverName = topology.scscf().uri();
        Turnstile<PrivateIdentity> turnstile = new Turnstile<>();
        Assignment assignment = new Assignment(serverName, cx, trace, time);
        Challenges challenges = new Challenges(settings.regAwaitAuth(), settings.maxChallenges(), ticker,
                pending -> unanswered(pending, registrations, assignment, turnstile));
        RegistrationClock clock = new RegistrationClock(registrations, assignment, turnstile, trace);
        Proofs proofs = new Proofs(settings.nonceLifetime(), settings.maxNonces(), ticker);
        Authentication authentication = new Authentication(settings,
                new Materials(settings, serverName, topology.domain(), cx), challenges, proofs,
                new FailedAttempts(settings, lockOuts, registrations, trace, time), registrations, trace);
        Registrar registrar = new Registrar(settings, topology.domain(), authentication, assignment, registrations,
                clock, turnstile, trace, time);
        return new Serving(registrar, challenges, proofs, clock);
    }

    CompletionStage<RegisterAnswer> register(RegisterRequest request) {
        return registrar.register(request);
    }

    /** @return challenges that await their answer, about */
    long challenges() {
        return challenges.size();
    }

    /** @return nonces that may prove their user again, about */
    long proofs() {
        return proofs.size();
    }

    /** @return registration sets whose end is watched */
    int watched() {
        return clock.watched();
    }

    @Override
    public void sweep(Instant now) {
        challenges.sweep();
        proofs.sweep();
        clock.sweep(now);
    }

    // TS 24.229 5.4.1.2.3: timer reg-await-auth ran out; a user who is registered stays so
    private static void unanswered(Challenges.Pending pending, Registrations registrations, Assignment assignment,
                                   Turnstile<PrivateIdentity> turnstile) {
        boolean registered = registrations.find(pending.to()).map(Registration::bindings).orElse(List.of()).stream()
                .anyMatch(binding -> binding.impi().equals(pending.impi()));
        if (!registered) {
            turnstile.pass(pending.impi(), () -> assignment.inform(pending.impi(), List.of(pending.to()),
                    ServerAssignmentType.AUTHENTICATION_TIMEOUT, pending.join()));
        }
    }
}
