package org.calliope.ims.scscf;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.calliope.ims.cx.CxClient;
import org.calliope.ims.cx.CxPushHandler;
import org.calliope.ims.cx.ServerAssignmentType;
import org.calliope.ims.element.Sweep;
import org.calliope.ims.element.Turnstile;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.node.LockOuts;
import org.calliope.ims.node.Topology;
import org.calliope.ims.registration.Registration;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.Trace;

/** The S-CSCF's registrar with what it works on, put together. Any thread. */
final class Serving implements Sweep {

    private final Registrar registrar;
    private final Assignment assignment;
    private final Challenges challenges;
    private final Proofs proofs;
    private final RegistrationClock clock;
    private final Deregistrations deregistrations;
    private final Subscriptions subscriptions;
    private final NetworkInitiated network;
    private final ThirdPartyRegistrations thirdParty;

    private Serving(Registrar registrar, Assignment assignment, Challenges challenges, Proofs proofs, RegistrationClock clock,
                    Deregistrations deregistrations, Subscriptions subscriptions, NetworkInitiated network,
                    ThirdPartyRegistrations thirdParty) {
        this.registrar = registrar;
        this.assignment = assignment;
        this.challenges = challenges;
        this.proofs = proofs;
        this.clock = clock;
        this.deregistrations = deregistrations;
        this.subscriptions = subscriptions;
        this.network = network;
        this.thirdParty = thirdParty;
    }

    /**
     * @param hss       connects to the HSS, whose pushes it hands to the handler
     * @param instances names each UE by its GRUUs
     * @param servers   reaches application servers
     */
    static Serving open(ScscfSettings settings, Topology topology, Function<CxPushHandler, CxClient> hss,
                        RegistrationBook book, Instances instances, ThirdPartyDelivery.Sender servers,
                        LockOuts lockOuts, Trace trace, MeterRegistry meters, InstantSource time, Ticker ticker) {
        String serverName = topology.scscf().uri();
        Turnstile<PrivateIdentity> turnstile = new Turnstile<>();
        FirstUp pushes = new FirstUp(settings.diameterTimeout());
        CxClient cx = hss.apply(pushes);
        Assignment assignment = new Assignment(serverName, cx, trace, time);
        Challenges challenges = new Challenges(settings.regAwaitAuth(), settings.maxChallenges(), ticker,
                pending -> unanswered(pending, book, assignment, turnstile));
        Deregistrations deregistrations = new Deregistrations(book, assignment, turnstile, meters, time);
        RegistrationClock clock = new RegistrationClock(book, deregistrations, turnstile, trace);
        Proofs proofs = new Proofs(settings.nonceLifetime(), settings.maxNonces(), ticker);
        Authentication authentication = new Authentication(settings,
                new Materials(settings, serverName, topology.domain(), cx), challenges, proofs,
                new FailedAttempts(settings, lockOuts, book, trace, time), book, trace, time);
        Registrar registrar = new Registrar(settings, topology.domain(), authentication, assignment, book,
                turnstile, trace, time);
        Subscriptions subscriptions = new Subscriptions(book, settings, instances, trace, time);
        NetworkInitiated network = new NetworkInitiated(settings, book, deregistrations, turnstile, trace, time);
        ThirdPartyRegistrations thirdParty =
                new ThirdPartyRegistrations(settings, network, servers, trace, meters, time);
        book.listen(thirdParty::changed);
        pushes.up(new HssPushes(settings, book, network, turnstile, trace, time));
        return new Serving(registrar, assignment, challenges, proofs, clock, deregistrations, subscriptions, network, thirdParty);
    }

    CompletionStage<RegisterAnswer> register(RegisterRequest request) {
        return registrar.register(request);
    }

    /** @return the set of somebody who is not registered, as the HSS describes it; without contacts */
    CompletionStage<Registration> unregistered(PublicIdentity identity, Join join) {
        return assignment.unregistered(identity, join);
    }

    /** @return the notifier of registration state */
    Subscriptions subscriptions() {
        return subscriptions;
    }

    NetworkInitiated network() {
        return network;
    }

    ThirdPartyRegistrations thirdParty() {
        return thirdParty;
    }

    /** @return challenges that await their answer, about */
    long challenges() {
        return challenges.size();
    }

    /** @return nonces that may prove their user again, about */
    long proofs() {
        return proofs.size();
    }

    /** @return ends of registrations that the HSS is yet to be told of */
    int untold() {
        return deregistrations.waiting();
    }

    @Override
    public void sweep(Instant now) {
        challenges.sweep();
        proofs.sweep();
        deregistrations.sweep(now);
        clock.sweep(now);
        subscriptions.sweep(now);
        thirdParty.sweep(now);
    }

    // TS 24.229 5.4.1.2.3: timer reg-await-auth ran out; a user who is registered stays so
    private static void unanswered(Challenges.Pending pending, RegistrationBook book, Assignment assignment,
                                   Turnstile<PrivateIdentity> turnstile) {
        if (!book.registered(pending.to(), pending.impi())) {
            turnstile.pass(pending.impi(), () -> assignment.inform(pending.impi(), List.of(pending.to()),
                    ServerAssignmentType.AUTHENTICATION_TIMEOUT, pending.join()));
        }
    }
}
