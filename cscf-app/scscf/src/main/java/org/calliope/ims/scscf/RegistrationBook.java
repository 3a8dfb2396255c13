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
        return find(identity).filter(set -> set.has(impi)).isPresent();
    }

    /** @return the sets that this user has a contact in */
    List<Registration> of(PrivateIdentity impi) {
        return registrations.of(impi);
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
        return attempt(identity, cause, join, Optional.empty(), change, MOST_ATTEMPTS);
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
     * Gives a set the identities and the profile that the HSS has for it. When that has another default identity, one set
     * takes the place of the other with its contacts, and one change is heard of.
     *
     * @param seen     the set as it was, nothing when it was not registered
     * @param now      as the HSS describes it, its contacts not counting
     * @param contacts gets the present contacts and returns those to be; without any the set ends. It may be asked again
     */
    CompletionStage<RegistrationChange> describe(Optional<Registration> seen, Registration now, Cause cause, Join join,
                                                 UnaryOperator<List<Binding>> contacts) {
        return seen.map(Registration::defaultIdentity).filter(old -> !old.equals(now.defaultIdentity()))
                .map(old -> taken(old, MOST_ATTEMPTS)).orElse(CompletableFuture.completedStage(Optional.empty()))
                .thenCompose(old -> attempt(now.defaultIdentity(), cause, join, old,
                        present -> described(present, old, now, contacts), MOST_ATTEMPTS)
                        .whenComplete((change, failure) -> old.filter(set -> failure != null).ifPresent(set ->
                                told(new RegistrationChange(old, Optional.empty(), cause, join)))));
    }

    private static Optional<Registration> described(Optional<Registration> present, Optional<Registration> old,
                                                    Registration now, UnaryOperator<List<Binding>> contacts) {
        Registration set = present.map(stored -> stored.withProfile(now.profile(), now.identities())
                .withCharging(now.charging())).or(() -> old.map(moved -> moved.movedTo(now)))
                .orElse(now.withBindings(List.of()));
        return Optional.of(set.withBindings(contacts.apply(set.bindings())))
                .filter(left -> !left.bindings().isEmpty());
    }

    /** Takes a set away, of which is told with what takes its place. @return the set, when there was one */
    private CompletionStage<Optional<Registration>> taken(PublicIdentity defaultIdentity, int attempts) {
        Optional<Registration> present = registrations.find(defaultIdentity)
                .filter(set -> set.defaultIdentity().equals(defaultIdentity));
        if (present.isEmpty()) {
            return CompletableFuture.completedStage(present);
        }
        return attempts == 0 ? tooMany() : registrations.remove(present.get()).thenCompose(gone -> gone
                ? CompletableFuture.completedStage(present) : taken(defaultIdentity, attempts - 1));
    }

    private static <T> CompletionStage<T> tooMany() {
        return CompletableFuture.failedStage(new SipRefusal(SERVER_ERROR, "the registration changes all the time",
                "registration store", "RFC 3261 21.5.1"));
    }

    /** @param old the set whose place this one takes */
    private CompletionStage<RegistrationChange> attempt(PublicIdentity identity, Cause cause, Join join,
                                                        Optional<Registration> old,
                                                        UnaryOperator<Optional<Registration>> change, int attempts) {
        if (attempts == 0) {
            return tooMany();
        }
        Optional<Registration> before = registrations.find(identity);
        Optional<Registration> after = change.apply(before);
        if (after.equals(before)) {
            RegistrationChange asItWas = new RegistrationChange(old.or(() -> before), after, cause, join);
            // nothing was to be changed here, but the other set is gone
            return CompletableFuture.completedStage(old.isPresent() ? told(asItWas) : asItWas);
        }
        return stored(before, after).thenCompose(held -> held
                .map(now -> CompletableFuture.completedStage(told(new RegistrationChange(old.or(() -> before), now, cause,
                        join)))).orElseGet(() -> attempt(identity, cause, join, old, change, attempts - 1)));
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
