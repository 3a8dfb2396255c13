package org.calliope.ims.scscf;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.calliope.ims.element.Expiries;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.registration.Binding;
import org.calliope.ims.registration.Registration;
import org.calliope.ims.registration.Registrations;
import org.calliope.ims.scscf.RegistrationChange.Cause;
import org.calliope.ims.sip.SipRefusal;
import org.calliope.ims.trace.Join;

/**
 * The one way to change a registration set: compare and set until it holds, then the contact that ends first is
 * watched, and everybody who has to know of the change hears of it. Never blocks. Any thread.
 */
final class RegistrationBook {

    /** Nobody changes one set so often at the same time. */
    private static final int MOST_ATTEMPTS = 100;
    private static final int SERVER_ERROR = 500;
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    private final Registrations registrations;
    private final Expiries<PublicIdentity> expiries = new Expiries<>();
    private final List<Consumer<RegistrationChange>> listeners = new CopyOnWriteArrayList<>();

    /** What is registered already is watched from now on. */
    RegistrationBook(Registrations registrations) {
        this.registrations = registrations;
        registrations.listen((before, after) -> told(new RegistrationChange(before, after, Cause.ELSEWHERE,
                Join.NONE.withRegistration(before.or(() -> after).orElseThrow().defaultIdentity().uri()))));
        registrations.all().forEach(this::watch);
    }

    /** @param listener hears of every change on the thread that stored it; must not block nor throw */
    void listen(Consumer<RegistrationChange> listener) {
        listeners.add(listener);
    }

    Optional<Registration> find(PublicIdentity identity) {
        return registrations.find(identity);
    }

    /** @return whether this user has a contact in the set of the identity */
    boolean registered(PublicIdentity identity, PrivateIdentity impi) {
        return find(identity).filter(set -> has(set, impi)).isPresent();
    }

    static boolean has(Registration set, PrivateIdentity impi) {
        return set.bindings().stream().anyMatch(binding -> binding.impi().equals(impi));
    }

    /** @return the sets that this user has a contact in; looks at all there are, so not for what happens often */
    List<Registration> of(PrivateIdentity impi) {
        return registrations.all().stream().filter(set -> has(set, impi)).toList();
    }

    /**
     * Changes the set that the identity belongs to, or the one that will have it as default identity.
     *
     * @param change gets the present registration or nothing, and returns the new one or nothing to remove it; the
     *               default identity of a set must stay. It may be asked again when somebody else was faster
     * @return what became of it; the same before and after when nothing was to be changed
     */
    CompletionStage<RegistrationChange> change(PublicIdentity identity, Cause cause, Join join,
                                               UnaryOperator<Optional<Registration>> change) {
        return attempt(identity, cause, join, change, MOST_ATTEMPTS);
    }

    /**
     * As {@link #change} for a set that is there, which is over when no contact is left in it.
     *
     * @param change takes contacts away
     */
    CompletionStage<RegistrationChange> reduce(PublicIdentity identity, Cause cause, Join join,
                                               UnaryOperator<Registration> change) {
        return change(identity, cause, join,
                present -> present.map(change).filter(left -> !left.bindings().isEmpty()));
    }

    /**
     * Gives a set the identities and the profile of another. When that has another default identity the old set ends
     * and the contacts move to a new one, so that two changes are heard of.
     *
     * @param now the set as the HSS describes it, its contacts not counting
     * @return the last change; the same before and after when the set is not registered any more
     */
    CompletionStage<RegistrationChange> describe(Registration seen, Registration now, Join join) {
        if (seen.defaultIdentity().equals(now.defaultIdentity())) {
            return change(seen.defaultIdentity(), Cause.PROFILE, join, present -> present.map(stored -> stored
                    .withProfile(now.profile(), now.identities()).withCharging(now.charging())));
        }
        return change(seen.defaultIdentity(), Cause.PROFILE, join, present -> Optional.empty())
                .thenCompose(ended -> change(now.defaultIdentity(), Cause.PROFILE, join, present ->
                        ended.bindingsBefore().isEmpty() ? present
                                : Optional.of(now.withBindings(ended.bindingsBefore()))));
    }

    private CompletionStage<RegistrationChange> attempt(PublicIdentity identity, Cause cause, Join join,
                                                        UnaryOperator<Optional<Registration>> change, int attempts) {
        if (attempts == 0) {
            return CompletableFuture.failedStage(new SipRefusal(SERVER_ERROR, "the registration changes all the time",
                    "registration store", "RFC 3261 21.5.1"));
        }
        Optional<Registration> before = registrations.find(identity);
        Optional<Registration> after = change.apply(before);
        if (after.equals(before)) {
            return CompletableFuture.completedStage(new RegistrationChange(before, after, cause, join));
        }
        return stored(before, after).thenCompose(held -> held
                .map(now -> CompletableFuture.completedStage(told(new RegistrationChange(before, now, cause, join))))
                .orElseGet(() -> attempt(identity, cause, join, change, attempts - 1)));
    }

    /** Nothing when somebody was faster; else what is there now, which is nothing when the set is gone. */
    private CompletionStage<Optional<Optional<Registration>>> stored(Optional<Registration> before,
                                                                     Optional<Registration> after) {
        if (after.isEmpty()) {
            return registrations.remove(before.orElseThrow())
                    .thenApply(gone -> gone ? Optional.of(Optional.empty()) : Optional.empty());
        }
        CompletionStage<Optional<Registration>> set = before.isEmpty() ? registrations.add(after.get())
                : registrations.replace(before.get(), after.get());
        return set.thenApply(now -> now.map(Optional::of));
    }

    private RegistrationChange told(RegistrationChange change) {
        change.before().ifPresent(before -> expiries.remove(before.defaultIdentity()));
        change.after().ifPresent(this::watch);
        listeners.forEach(listener -> listener.accept(change));
        return change;
    }

    private void watch(Registration registration) {
        registration.bindings().stream().map(Binding::expires).min(Instant::compareTo)
                .ifPresent(first -> expiries.set(registration.defaultIdentity(), first));
    }

    /** @return default identities of sets that have a contact whose time is over, and whose end is for us to see to */
    List<PublicIdentity> due(Instant now) {
        return expiries.due(now).stream().filter(identity -> oursToEnd(identity, now)).toList();
    }

    // another S-CSCF that is alive ends what it stored; should it die before that, we do
    private boolean oursToEnd(PublicIdentity identity, Instant now) {
        boolean ours = find(identity).map(registrations::endsHere).orElse(true);
        if (!ours) {
            expiries.set(identity, now.plus(LOOK_AGAIN));
        }
        return ours;
    }

    /** @return registration sets whose end is watched */
    int watched() {
        return expiries.size();
    }
}
