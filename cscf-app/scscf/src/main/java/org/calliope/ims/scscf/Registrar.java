package org.calliope.ims.scscf;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.calliope.ims.cx.ServerAssignmentType;
import org.calliope.ims.digest.Credentials;
import org.calliope.ims.element.Identities;
import org.calliope.ims.element.Refusals;
import org.calliope.ims.element.Turnstile;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.node.Role;
import org.calliope.ims.registration.Binding;
import org.calliope.ims.registration.Registration;
import org.calliope.ims.registration.Registrations;
import org.calliope.ims.scscf.RegisterAnswer.Accepted;
import org.calliope.ims.sip.Headers;
import org.calliope.ims.sip.SipRefusal;
import org.calliope.ims.trace.Decision;
import org.calliope.ims.trace.Trace;

/**
 * Registration, refresh and de-registration by the user (TS 24.229 5.4.1.2 and 5.4.1.4). A registration is stored
 * when the HSS has agreed to it and not before; work of one private identity is done in order. Never blocks.
 */
final class Registrar {

    private static final Set<String> SUPPORTED = Set.of("path", "outbound", "gruu");
    private static final String REGISTERED_CLAUSE = "TS 24.229 5.4.1.2.2F";
    private static final String DEREGISTERED_CLAUSE = "TS 24.229 5.4.1.4.1";
    private static final int NOT_FOUND = 404;
    private static final int BAD_EXTENSION = 420;

    private final ScscfSettings settings;
    private final String domain;
    private final Authentication authentication;
    private final Assignment assignment;
    private final Registrations registrations;
    private final RegistrationClock clock;
    private final Turnstile<PrivateIdentity> turnstile;
    private final BindingRules rules;
    private final Trace trace;
    private final InstantSource time;

    Registrar(ScscfSettings settings, String domain, Authentication authentication, Assignment assignment,
              Registrations registrations, RegistrationClock clock, Turnstile<PrivateIdentity> turnstile,
              Trace trace, InstantSource time) {
        this.settings = settings;
        this.domain = domain;
        this.authentication = authentication;
        this.assignment = assignment;
        this.registrations = registrations;
        this.clock = clock;
        this.turnstile = turnstile;
        this.rules = new BindingRules(settings);
        this.trace = trace;
        this.time = time;
    }

    CompletionStage<RegisterAnswer> register(RegisterRequest request) {
        served(request);
        understood(request);
        Optional<Credentials> credentials = Identities.credentials(request.authorization());
        PrivateIdentity impi = Identities.privateIdentity(credentials, request.to(), domain,
                settings.derivePrivateIdentity());
        return authentication.check(request, impi, credentials)
                .whenComplete((outcome, failure) -> failed(request, impi, failure))
                .thenCompose(outcome -> outcome.challenge().isPresent()
                        ? CompletableFuture.completedStage(outcome.challenge().get())
                        : turnstile.pass(impi, () -> proven(request, impi)).thenApply(outcome::told));
    }

    // RFC 3261 10.3 step 5: an address-of-record of another domain is not found here
    private void served(RegisterRequest request) {
        if (!request.domain().equalsIgnoreCase(domain) || !request.to().host().equals(domain)) {
            throw new SipRefusal(NOT_FOUND, "this is the registrar of " + domain, "domain served",
                    "RFC 3261 10.3 step 5", Map.of("request-uri", request.domain(), "to", request.to().uri()));
        }
    }

    // RFC 3261 10.3 step 2
    private static void understood(RegisterRequest request) {
        List<String> unknown = request.require().stream().filter(tag -> !SUPPORTED.contains(tag)).toList();
        if (!unknown.isEmpty()) {
            String tags = String.join(", ", unknown);
            throw new SipRefusal(BAD_EXTENSION, "not supported: " + tags, "require", "RFC 3261 10.3 step 2",
                    Map.of(Headers.UNSUPPORTED, tags));
        }
    }

    // 5.4.1.2.3B: the HSS lets go of an attempt that failed; a user who is registered stays so
    private void failed(RegisterRequest request, PrivateIdentity impi, Throwable failure) {
        if (failure != null && Authentication.failed(Refusals.cause(failure)) && bindings(request, impi).isEmpty()) {
            assignment.inform(impi, List.of(request.to()), ServerAssignmentType.AUTHENTICATION_FAILURE,
                    request.join());
        }
    }

    private List<Binding> bindings(RegisterRequest request, PrivateIdentity impi) {
        return registrations.find(request.to()).map(Registration::bindings).orElse(List.of()).stream()
                .filter(binding -> binding.impi().equals(impi)).toList();
    }

    private CompletionStage<RegisterAnswer> proven(RegisterRequest request, PrivateIdentity impi) {
        Optional<Registration> present = registrations.find(request.to());
        List<Binding> before = present.map(Registration::bindings).orElse(List.of());
        BindingChange change = rules.plan(before, request, impi, time.instant());
        return switch (change.kind()) {
            case QUERY, NOTHING_TO_REMOVE -> CompletableFuture.completedStage(accepted(present));
            case CONTACT_REMOVED -> CompletableFuture.completedStage(reduce(request, change));
            case REGISTRATION -> assignment.register(impi, request.to(), request.join())
                    .thenCompose(profile -> assignment.orUndo(impi, request,
                            () -> store(request, assignment.set(profile, impi, request.to()), change)));
            case RE_REGISTRATION -> assignment.refresh(impi, present.orElseThrow(), request)
                    .thenApply(registration -> store(request, registration, change));
            case DEREGISTRATION -> assignment.deregister(impi, present.orElseThrow(), request.join())
                    .thenApply(done -> reduce(request, change));
        };
    }

    /** @param set the registration set as the HSS describes it, its contacts not counting */
    private RegisterAnswer store(RegisterRequest request, Registration set, BindingChange change) {
        Instant now = time.instant();
        // the HSS may have given the set another default identity than it had
        List<Binding> moved = registrations.find(request.to())
                .filter(old -> !old.defaultIdentity().equals(set.defaultIdentity()))
                .map(old -> {
                    registrations.remove(old);
                    clock.forget(old);
                    return old.bindings();
                }).orElse(List.of());
        Optional<Registration> stored = registrations.compute(set.defaultIdentity(), present -> Optional.of(
                set.withBindings(change.apply(present.map(Registration::bindings).orElse(moved), now))));
        clock.set(stored.orElseThrow());
        noted("registration", change, stored, request, REGISTERED_CLAUSE);
        return accepted(stored);
    }

    private RegisterAnswer reduce(RegisterRequest request, BindingChange change) {
        Instant now = time.instant();
        Optional<Registration> before = registrations.find(request.to());
        Optional<Registration> stored = registrations.compute(request.to(), present -> present
                .map(registration -> registration.withBindings(change.apply(registration.bindings(), now)))
                .filter(registration -> !registration.bindings().isEmpty()));
        stored.ifPresentOrElse(clock::set, () -> before.ifPresent(clock::forget));
        noted("de-registration", change, stored, request, DEREGISTERED_CLAUSE);
        return accepted(stored);
    }

    private void noted(String rule, BindingChange change, Optional<Registration> stored, RegisterRequest request,
                       String clause) {
        trace.decide(Decision.accepted(Role.SCSCF, rule, Map.of(
                "kind", change.kind().name().toLowerCase(Locale.ROOT),
                "private identity", change.impi().value(),
                "contacts", Integer.toString(stored.map(now -> now.bindings().size()).orElse(0)),
                "identities", stored.map(now -> now.identities().toString()).orElse("[]")), clause,
                request.join().withRegistration(
                        stored.map(now -> now.defaultIdentity().uri()).orElse(request.to().uri()))));
    }

    private static RegisterAnswer accepted(Optional<Registration> stored) {
        return new Accepted(stored.map(Registration::bindings).orElse(List.of()),
                stored.map(Registration::identities).orElse(List.of()));
    }
}
