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
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.node.Role;
import org.calliope.ims.registration.Binding;
import org.calliope.ims.registration.Registration;
import org.calliope.ims.scscf.RegisterAnswer.Accepted;
import org.calliope.ims.scscf.RegistrationChange.Cause;
import org.calliope.ims.sip.Headers;
import org.calliope.ims.sip.SipRefusal;
import org.calliope.ims.trace.Decision;
import org.calliope.ims.trace.Join;
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
    private final RegistrationBook book;
    private final Turnstile<PrivateIdentity> turnstile;
    private final BindingRules rules;
    private final Trace trace;
    private final InstantSource time;

    Registrar(ScscfSettings settings, String domain, Authentication authentication, Assignment assignment,
              RegistrationBook book, Turnstile<PrivateIdentity> turnstile, Trace trace, InstantSource time) {
        this.settings = settings;
        this.domain = domain;
        this.authentication = authentication;
        this.assignment = assignment;
        this.book = book;
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
        if (failure != null && Authentication.failed(Refusals.cause(failure))
                && !book.registered(request.to(), impi)) {
            assignment.inform(impi, List.of(request.to()), ServerAssignmentType.AUTHENTICATION_FAILURE,
                    request.join());
        }
    }

    private CompletionStage<RegisterAnswer> proven(RegisterRequest request, PrivateIdentity impi) {
        Optional<Registration> present = book.find(request.to());
        List<Binding> before = present.map(Registration::bindings).orElse(List.of());
        BindingChange change = rules.plan(before, request, impi, time.instant());
        return switch (change.kind()) {
            case QUERY, NOTHING_TO_REMOVE ->
                CompletableFuture.completedStage(new Accepted(present, Optional.empty()));
            case CONTACT_REMOVED -> reduce(request, change);
            case REGISTRATION -> assignment.register(impi, request.to(), request.join())
                    .thenCompose(answer -> assignment.orUndo(impi, request,
                            () -> store(request, assignment.set(answer, impi, request.to()), change)));
            case RE_REGISTRATION -> assignment.refresh(impi, present.orElseThrow(), request)
                    .thenCompose(registration -> store(request, registration, change));
            case DEREGISTRATION -> assignment.deregister(impi, present.orElseThrow(), request.join())
                    .thenCompose(done -> reduce(request, change));
        };
    }

    /** @param set the registration set as the HSS describes it, its contacts not counting */
    private CompletionStage<RegisterAnswer> store(RegisterRequest request, Registration set, BindingChange change) {
        Instant now = time.instant();
        return book.describe(book.find(request.to()), set, Cause.REGISTER, join(request, set.defaultIdentity()),
                present -> change.apply(present, now))
                .thenApply(stored -> accepted(stored, change, "registration", REGISTERED_CLAUSE));
    }

    private CompletionStage<RegisterAnswer> reduce(RegisterRequest request, BindingChange change) {
        Instant now = time.instant();
        return book.reduce(request.to(), Cause.REGISTER, join(request, request.to()),
                registration -> registration.withBindings(change.apply(registration.bindings(), now)))
                .thenApply(stored -> accepted(stored, change, "de-registration", DEREGISTERED_CLAUSE));
    }

    private static Join join(RegisterRequest request, PublicIdentity defaultIdentity) {
        return request.join().withRegistration(defaultIdentity.uri());
    }

    private RegisterAnswer accepted(RegistrationChange stored, BindingChange change, String rule, String clause) {
        trace.decide(Decision.accepted(Role.SCSCF, rule, Map.of(
                "kind", change.kind().name().toLowerCase(Locale.ROOT),
                "private identity", change.impi().value(),
                "contacts", Integer.toString(stored.bindingsAfter().size()),
                "identities", stored.after().map(now -> now.identities().toString()).orElse("[]")), clause,
                stored.join()));
        return new Accepted(stored.after(), Optional.of(stored));
    }
}
