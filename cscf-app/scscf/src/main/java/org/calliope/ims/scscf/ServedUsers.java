package org.calliope.ims.scscf;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import javax.servlet.sip.Address;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipURI;
import org.calliope.ims.element.Identities;
import org.calliope.ims.element.MessageValues;
import org.calliope.ims.gruu.Gruu;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.ifc.SessionCase;
import org.calliope.ims.registration.Registration;
import org.calliope.ims.registration.Registrations;
import org.calliope.ims.sip.Headers;
import org.calliope.ims.trace.Join;

/**
 * Whose services a request is for, and where it is among them (TS 24.229 5.4.3.1). Any thread.
 */
final class ServedUsers {

    /** User part of the Service-Route entry: marks a request as made by a served user. */
    static final String ORIGINATING_USER = MessageValues.ORIGINATING;

    private final Registrations registrations;
    private final BiFunction<PublicIdentity, Join, CompletionStage<Registration>> unregistered;
    private final OriginalDialogIdentifiers identifiers;
    private final Instances instances;

    /** @param set in which the served user is registered; without contacts when he is not */
    record Served(ServiceStep step, Registration set) {
    }

    /** @param unregistered asks the HSS for the set of somebody who is not registered */
    ServedUsers(Registrations registrations, BiFunction<PublicIdentity, Join, CompletionStage<Registration>> unregistered,
                OriginalDialogIdentifiers identifiers, Instances instances) {
        this.registrations = registrations;
        this.unregistered = unregistered;
        this.identifiers = identifiers;
        this.instances = instances;
    }

    /** @return whether a served user has made it, or somebody on his behalf */
    static boolean originating(SipServletRequest request) {
        return ORIGINATING_USER.equals(poppedUser(request)) || MessageValues.onBehalf(request);
    }

    /** @return user part of this S-CSCF's Route entry, null when there is none */
    private static String poppedUser(SipServletRequest request) {
        Address popped = request.getPoppedRoute();
        return popped != null && popped.getURI() instanceof SipURI uri ? uri.getUser() : null;
    }

    /**
     * @param request as it came
     * @throws org.calliope.ims.sip.SipRefusal when it is for nobody, at once or by the stage
     */
    CompletionStage<Served> of(SipServletRequest request, Join join) {
        Optional<ServiceStep> back = identifiers.read(poppedUser(request));
        if (back.isPresent()) {
            return returned(request, back.get(), join);
        }
        return originating(request) ? originating(request, join) : terminating(request, join);
    }

    private CompletionStage<Served> originating(SipServletRequest request, Join join) {
        List<PublicIdentity> makers = MessageValues.makers(request);
        // an application server may ask for somebody who is not registered; the P-CSCF lets no UE say what a server says
        boolean server = MessageValues.onBehalf(request) || request.getHeader(Headers.P_SERVED_USER) != null;
        if (server && !makers.isEmpty() && registrations.find(makers.get(0)).isEmpty()) {
            return unregistered(request, new ServiceStep(SessionCase.ORIGINATING_UNREGISTERED, makers.get(0), makers.get(0)), join);
        }
        ServedUser user = ServedUser.of(makers, MessageValues.text(request, Headers.P_PROFILE_KEY), registrations::find);
        return served(new ServiceStep(SessionCase.ORIGINATING_REGISTERED, user.identity(),
                user.registration().defaultIdentity()), user.registration());
    }

    private CompletionStage<Served> terminating(SipServletRequest request, Join join) {
        PublicIdentity called = called(request);
        // 5.4.3.3, RFC 5002: P-Profile-Key tells which wildcarded identity stands for this one
        Optional<Registration> found = registrations.find(called).or(() -> ProfileKey.of(
                MessageValues.text(request, Headers.P_PROFILE_KEY), called).flatMap(registrations::find));
        if (found.isEmpty()) {
            return unregistered(request, new ServiceStep(SessionCase.TERMINATING_UNREGISTERED, called, called), join);
        }
        Registration set = Contacts.served(called, found);
        return served(new ServiceStep(SessionCase.TERMINATING_REGISTERED, called, set.defaultIdentity()), set);
    }

    private static CompletionStage<Served> served(ServiceStep step, Registration set) {
        return CompletableFuture.completedStage(new Served(step, set));
    }

    private CompletionStage<Served> unregistered(SipServletRequest request, ServiceStep step, Join join) {
        return unregistered.apply(step.served(), join).thenApply(set -> {
            if (step.terminating()) {
                Contacts.served(step.served(), Optional.of(set));
            } else {
                ServedUser.barring(set, step.served());
            }
            return new Served(afterwards(request, step, set), set);
        });
    }

    /** TS 24.229 5.4.3.4: an application server sends on what it was sent. */
    private CompletionStage<Served> returned(SipServletRequest request, ServiceStep step, Join join) {
        Optional<Registration> set = registrations.find(step.set());
        if (set.isPresent()) {
            return served(afterwards(request, step, set.get()), set.get());
        }
        if (step.registered()) {
            throw step.terminating() ? Contacts.unavailable(step.served()) : ServedUser.unregistered(List.of(step.served()));
        }
        return unregistered(request, step, join);
    }

    // 5.4.3.3: another Request-URI is another user, unless it is an alias of the one that was called
    private ServiceStep afterwards(SipServletRequest request, ServiceStep step, Registration set) {
        if (!step.terminating()) {
            return step;
        }
        PublicIdentity called = called(request);
        return called.equals(step.served()) || ImplicitSet.aliases(set.profile(), called, step.served()) ? step
                : step.diverted();
    }

    private PublicIdentity called(SipServletRequest request) {
        String uri = request.getRequestURI().toString();
        return instances.called(uri).map(Gruu::identity).orElseGet(() -> Identities.called(uri));
    }
}
