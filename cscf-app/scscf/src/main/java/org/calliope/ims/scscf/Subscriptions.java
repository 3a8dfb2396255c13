package org.calliope.ims.scscf;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.calliope.ims.element.Expiries;
import org.calliope.ims.element.Sweep;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.node.Role;
import org.calliope.ims.registration.Registration;
import org.calliope.ims.scscf.RegistrationChange.Cause;
import org.calliope.ims.scscf.Subscription.End;
import org.calliope.ims.scscf.Subscription.Subscriber;
import org.calliope.ims.sip.SipRefusal;
import org.calliope.ims.trace.Decision;
import org.calliope.ims.trace.Trace;

/**
 * The S-CSCF as notifier of registration state (TS 24.229 5.4.2.1, RFC 3680): hears of every change through the book
 * and tells whoever has subscribed. Subscriptions live as long as their dialogs, which a restart ends. Any thread.
 */
final class Subscriptions implements Sweep {

    private static final int DOES_NOT_EXIST = 481;
    private static final String CLAUSE = "TS 24.229 5.4.2.1.2";
    /** RFC 6665 4.2.2: refusals of a NOTIFY that end its subscription; and that nobody answers. */
    private static final Set<Integer> GONE = Set.of(404, 405, 408, 410, 416, 480, 481, 482, 483, 484, 485, 489,
            501, 604);

    private final RegistrationBook book;
    private final SubscriptionRules rules;
    private final RegInfoDocuments documents;
    private final ScscfSettings settings;
    private final Trace trace;
    private final InstantSource time;
    private final AtomicLong ids = new AtomicLong();
    private final ConcurrentHashMap<Long, Subscription> all = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<PublicIdentity, List<Subscription>> bySet = new ConcurrentHashMap<>();
    private final Expiries<Long> ends = new Expiries<>();
    private final Expiries<Long> notifications = new Expiries<>();

    Subscriptions(RegistrationBook book, ScscfSettings settings, Instances instances, Trace trace, InstantSource time) {
        this.book = book;
        this.rules = new SubscriptionRules(settings);
        this.documents = new RegInfoDocuments(instances);
        this.settings = settings;
        this.trace = trace;
        this.time = time;
        book.listen(this::changed);
    }

    /** @return whether somebody asks for the registration of a set that he is of himself */
    boolean own(SubscribeRequest request) {
        return find(request).filter(registration -> request.asserted().stream()
                .anyMatch(identity -> SubscriptionRules.own(registration, identity))).isPresent();
    }

    private Optional<Registration> find(SubscribeRequest request) {
        return book.find(request.identity()).or(() -> request.profileKey().flatMap(book::find));
    }

    /**
     * 5.4.2.1.1: takes a subscription, for which {@link #notify} has to be called once the SUBSCRIBE is answered.
     *
     * @throws SipRefusal when it may not be, or not like this
     */
    Subscription open(SubscribeRequest request, Subscriber subscriber) {
        Registration registration = rules.admit(request, find(request));
        Instant end = time.instant().plusSeconds(rules.granted(request.expires()));
        Subscription subscription =
                new Subscription(ids.incrementAndGet(), request, registration, end, subscriber, documents);
        bySet.compute(subscription.set(), (set, present) -> {
            rules.room(present == null ? 0 : present.size());
            return Stream.concat(present == null ? Stream.empty() : present.stream(), Stream.of(subscription)).toList();
        });
        all.put(subscription.id(), subscription);
        ends.set(subscription.id(), end);
        trace.decide(Decision.accepted(Role.SCSCF, "reg subscription", Map.of("registration",
                subscription.set().uri(), "subscriber", request.asserted().toString()), "TS 24.229 5.4.2.1.1",
                request.join()));
        return subscription;
    }

    /** RFC 6665 4.2.1.2: a SUBSCRIBE in the dialog, also one that ends it. {@link #notify} is to follow its answer. */
    void extend(Subscription subscription, SubscribeRequest request) {
        if (subscription.over()) {
            throw new SipRefusal(DOES_NOT_EXIST, "the subscription is over", "reg subscription", "RFC 6665 4.2.1.2");
        }
        rules.understood(request);
        Instant end = time.instant().plusSeconds(rules.granted(request.expires()));
        subscription.extend(end);
        ends.set(subscription.id(), end);
    }

    /** @return seconds that the subscription has left */
    int left(Subscription subscription) {
        return (int) Math.max(0, Duration.between(time.instant(), subscription.end()).toSeconds());
    }

    /** RFC 6665 4.2.2: the SUBSCRIBE has its answer, and everything is told at once. */
    void notify(Subscription subscription) {
        subscription.begin();
        update(subscription, time.instant());
    }

    /** The subscriber did not take a NOTIFY. @param status of its answer; 408 when there was none */
    void refused(Subscription subscription, int status) {
        if (GONE.contains(status)) {
            drop(subscription, "NOTIFY was answered " + status);
        } else {
            subscription.missed();
        }
    }

    /** The dialog of a subscription is gone, or never came to be. */
    void drop(Subscription subscription, String why) {
        forget(subscription, why);
        subscription.drop();
    }

    private void changed(RegistrationChange change) {
        Instant now = time.instant();
        change.before().ifPresent(before -> change.after().ifPresent(after ->
                move(before.defaultIdentity(), after.defaultIdentity())));
        List<Subscription> concerned = change.after().or(change::before).map(Registration::defaultIdentity)
                .map(bySet::get).orElse(List.of());
        if (change.cause() == Cause.REASSIGNED && change.after().isEmpty()) {
            // TS 29.228 6.1.3.1: no network-initiated de-registration; who serves the user now has the UE's interest
            concerned.forEach(subscription -> drop(subscription, "another S-CSCF serves the user"));
            return;
        }
        for (Subscription subscription : concerned) {
            subscription.because(change, now);
            update(subscription, now);
        }
    }

    // 5.4.1.8: the HSS has given the set another default identity
    private void move(PublicIdentity from, PublicIdentity to) {
        List<Subscription> moved = from.equals(to) ? null : bySet.remove(from);
        if (moved == null) {
            return;
        }
        moved.forEach(subscription -> subscription.move(to));
        // who went meanwhile looks for itself where it was
        bySet.compute(to, (set, present) -> {
            List<Subscription> there = Stream.concat(present == null ? Stream.empty() : present.stream(),
                    moved.stream().filter(subscription -> all.containsKey(subscription.id()))).toList();
            return there.isEmpty() ? null : there;
        });
    }

    private void update(Subscription subscription, Instant now) {
        Optional<Registration> registration = book.find(subscription.set())
                .filter(found -> found.defaultIdentity().equals(subscription.set()));
        try {
            Optional<End> end = end(subscription, registration, now);
            if (end.isPresent()) {
                subscription.finish(end.get(), registration, now);
                forget(subscription, end.get().name());
                return;
            }
            Optional<Instant> later = subscription.quiet(now);
            if (later.isPresent()) {
                notifications.set(subscription.id(), later.get());
            } else {
                subscription.tell(registration.orElseThrow(), now, settings.notifyInterval());
            }
        } catch (IllegalStateException e) {
            drop(subscription, "the dialog is gone");
        }
    }

    // 5.4.2.1.2: with the last contact the subscription ends too; whoever may not subscribe any more is told no more
    private static Optional<End> end(Subscription subscription, Optional<Registration> registration, Instant now) {
        if (registration.isEmpty()) {
            return Optional.of(End.NORESOURCE);
        }
        if (!SubscriptionRules.permitted(registration.get(), subscription.asserted())) {
            return Optional.of(End.REJECTED);
        }
        return subscription.end().isAfter(now) ? Optional.empty() : Optional.of(End.TIMEOUT);
    }

    private void forget(Subscription subscription, String why) {
        if (all.remove(subscription.id()) == null) {
            return;
        }
        ends.remove(subscription.id());
        notifications.remove(subscription.id());
        bySet.computeIfPresent(subscription.set(), (set, present) -> {
            List<Subscription> rest = present.stream().filter(other -> other != subscription).toList();
            return rest.isEmpty() ? null : rest;
        });
        trace.decide(Decision.noted(Role.SCSCF, "reg subscription over", Map.of("registration",
                subscription.set().uri(), "subscriber", subscription.asserted().toString(), "why", why), CLAUSE,
                subscription.join()));
    }

    @Override
    public void sweep(Instant now) {
        Stream.concat(ends.due(now).stream(), notifications.due(now).stream()).map(all::get)
                .filter(subscription -> subscription != null).forEach(subscription -> update(subscription, now));
    }

    /** @return subscriptions there are */
    int size() {
        return all.size();
    }
}
