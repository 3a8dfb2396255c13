package org.calliope.ims.pcscf;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.calliope.ims.element.Expiries;
import org.calliope.ims.element.Sweep;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.node.Role;
import org.calliope.ims.reginfo.RegInfo;
import org.calliope.ims.trace.Decision;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.Trace;

/**
 * When the P-CSCF subscribes to the registration state of those who registered here, once for each default identity, and
 * what it makes of what it is told: TS 24.229 5.2.3, RFC 3680, RFC 6665. Any thread.
 */
final class RegistrationEvents implements Sweep {

    private static final String CLAUSE = "TS 24.229 5.2.3";
    private static final int NO_DIALOG = 481;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int SERVER_ERROR = 500;
    /** The S-CSCF ends a subscription with its registration: so long it has time to. */
    private static final Duration COURTESY = Duration.ofSeconds(2);
    /** However quickly an S-CSCF ends subscriptions, new ones are not made all the time. */
    private static final Duration LEAST = Duration.ofSeconds(5);
    /** After a restart so many subscriptions are made a second: beside the traffic they are to be a trifle. */
    private static final int RESUMED_A_SECOND = 50;

    private final UeRegistrations registrations;
    private final boolean on;
    private final Supplier<Subscription.Notifier> dialogs;
    private final Trace trace;
    private final InstantSource time;
    /** What there is, and what is to be there again at its time. */
    private final ConcurrentHashMap<PublicIdentity, Subscription> subscriptions = new ConcurrentHashMap<>();
    private final Expiries<PublicIdentity> due = new Expiries<>();

    /** @param dialogs gives a way to an S-CSCF that nothing has been sent by */
    RegistrationEvents(UeRegistrations registrations, PcscfSettings settings, Supplier<Subscription.Notifier> dialogs,
                       Trace trace, InstantSource time) {
        this.registrations = registrations;
        this.on = settings.regEvent();
        this.dialogs = dialogs;
        this.trace = trace;
        this.time = time;
    }

    /** After each 200 to a REGISTER that lasts: subscribes unless that is done, or is to be done later. */
    void registered(UeRegistration registration) {
        if (on) {
            Subscription fresh = fresh(registration.defaultIdentity());
            if (subscriptions.putIfAbsent(fresh.identity(), fresh) == null) {
                subscribe(fresh);
            }
        }
    }

    /** After a restart: who is registered gets a subscription again, one after the other. */
    void resume(Instant now) {
        if (on) {
            AtomicInteger turn = new AtomicInteger();
            registrations.all().stream().map(UeRegistration::defaultIdentity).distinct().forEach(identity ->
                    due.set(identity, now.plus(LEAST).plusSeconds(turn.getAndIncrement() / RESUMED_A_SECOND)));
        }
    }

    /** A registration is gone: if it was the last of its user the subscription is of no use any more. */
    void gone(UeRegistration registration) {
        if (subscriptions.containsKey(registration.defaultIdentity())) {
            due.set(registration.defaultIdentity(), time.instant().plus(COURTESY));
        }
    }

    @Override
    public void sweep(Instant now) {
        for (PublicIdentity identity : due.due(now)) {
            Subscription subscription = subscriptions.get(identity);
            if (subscription == null) {
                // one that is to be resumed
                registrations.of(identity).stream().findFirst().ifPresent(this::registered);
            } else if (registrations.of(identity).isEmpty()) {
                end(subscription);
            } else if (subscription.next().isAfter(now)) {
                await(subscription);
            } else if (subscription.over()) {
                anew(subscription);
            } else {
                subscribe(subscription);
            }
        }
    }

    private Subscription fresh(PublicIdentity identity) {
        return new Subscription(identity, dialogs.get(), time.instant());
    }

    private void end(Subscription subscription) {
        if (!subscriptions.remove(subscription.identity(), subscription) || subscription.over()) {
            return;
        }
        if (!subscription.accepted()) {
            // there may be no dialog yet to say so in; its NOTIFYs are answered 481 (RFC 6665 4.1.3)
            subscription.closeLater();
            return;
        }
        try {
            subscription.subscribe(Duration.ZERO);
        } catch (IllegalStateException noDialog) {
            subscription.closeLater();
        }
    }

    private void anew(Subscription subscription) {
        Subscription fresh = fresh(subscription.identity());
        if (subscriptions.replace(subscription.identity(), subscription, fresh)) {
            subscription.closeLater();
            subscribe(fresh);
        }
    }

    /** Asks for the whole state, for the first time or anew; 5.2.3: for longer than the registration lasts. */
    private void subscribe(Subscription subscription) {
        Instant now = time.instant();
        Instant last = registrations.of(subscription.identity()).stream().map(UeRegistration::expires)
                .max(Instant::compareTo).orElse(now);
        try {
            subscription.subscribe(Duration.between(now, last).plus(Subscription.MARGIN));
        } catch (IllegalStateException e) {
            failed(subscription, "cannot be sent: " + e.getMessage(), Optional.of(SubscriptionState.SOME_TIME));
        }
    }

    /** @return whether this is the subscription that there is of its user; what ended may still be answered */
    boolean knows(Subscription subscription) {
        return subscriptions.get(subscription.identity()) == subscription && !subscription.over();
    }

    /** A SUBSCRIBE was accepted. */
    void granted(Subscription subscription, Duration lifetime) {
        if (knows(subscription)) {
            subscription.granted(lifetime, time.instant());
            await(subscription);
        } else {
            subscription.closeLater();
        }
    }

    /**
     * A SUBSCRIBE was refused, or not answered (408).
     *
     * @param retryAfter as the answer says; nothing when it does not
     */
    void refused(Subscription subscription, int status, Optional<Duration> retryAfter) {
        if (!knows(subscription)) {
            subscription.closeLater();
            return;
        }
        boolean gone = status == NO_DIALOG || status == REQUEST_TIMEOUT;
        Duration later = retryAfter.orElse(SubscriptionState.SOME_TIME);
        if (!subscription.accepted()) {
            boolean mayChange = gone || status >= SERVER_ERROR;
            failed(subscription, "answered " + status, mayChange ? Optional.of(later) : Optional.empty());
        } else if (gone) {
            // 5.2.3, RFC 3261 12.2.1.2: the dialog is no more, so there is nothing to wait for
            failed(subscription, "answered " + status, Optional.of(Duration.ZERO));
        } else {
            subscription.notRenewed(time.instant().plus(later));
            await(subscription);
        }
    }

    /**
     * What a NOTIFY tells counts from now on; {@link #notified} is to follow its answer.
     *
     * @param told nothing when the NOTIFY had no document
     * @return whether a document before this one is missing
     */
    boolean told(Subscription subscription, Optional<RegInfo> told) {
        return knows(subscription) && told.isPresent() && !apply(subscription, told.get());
    }

    /** A NOTIFY has its answer. @param gap as {@link #told} said */
    void notified(Subscription subscription, SubscriptionState state, boolean gap) {
        if (state.over()) {
            boolean known = knows(subscription);
            subscription.close();
            if (known) {
                over(subscription, state.again());
            }
        } else if (gap) {
            subscribe(subscription);
        }
    }

    /** @return false when a document before this one is missing */
    private boolean apply(Subscription subscription, RegInfo told) {
        ReginfoSequence.Turn turn = subscription.take(told);
        if (turn != ReginfoSequence.Turn.APPLY) {
            return turn != ReginfoSequence.Turn.GAP;
        }
        Instant now = time.instant();
        NetworkChange change = new NetworkChange(told, now);
        for (UeRegistration before : registrations.of(subscription.identity())) {
            Optional<UeRegistration> after = change.of(before);
            if (after.isEmpty()) {
                registrations.remove(before);
                noted("ended by the network", subscription, Map.of("flow", before.flow()));
            } else if (!after.get().equals(before)) {
                registrations.store(after.get());
                noted("changed by the network", subscription, Map.of("identities",
                        after.get().identities().toString(), "seconds left",
                        Long.toString(Duration.between(now, after.get().expires()).toSeconds())));
            }
        }
        return true;
    }

    private void failed(Subscription subscription, String why, Optional<Duration> again) {
        noted("not subscribed", subscription, Map.of("because", why));
        subscription.closeLater();
        over(subscription, again);
    }

    // when none is to follow by itself the user's next REGISTER leads to one
    private void over(Subscription subscription, Optional<Duration> again) {
        if (again.isEmpty()) {
            subscriptions.remove(subscription.identity(), subscription);
            return;
        }
        Instant wished = time.instant().plus(again.get());
        Instant earliest = subscription.since().plus(LEAST);
        subscription.ended(wished.isBefore(earliest) ? earliest : wished);
        await(subscription);
    }

    private void await(Subscription subscription) {
        due.set(subscription.identity(), subscription.next());
        // the last registration may have gone since
        if (registrations.of(subscription.identity()).isEmpty()) {
            due.set(subscription.identity(), time.instant().plus(COURTESY));
        }
    }

    private void noted(String what, Subscription subscription, Map<String, String> values) {
        trace.decide(noted(what, values, new Join("", "", subscription.identity().uri(), "")));
    }

    static Decision noted(String what, Map<String, String> values, Join join) {
        Map<String, String> all = new TreeMap<>(values);
        all.put("what", what);
        return Decision.noted(Role.PCSCF, "registration state", all, CLAUSE, join);
    }

    /** @return subscriptions that there are, or that are to be there again, for the test that nothing stays behind */
    int size() {
        return subscriptions.size();
    }
}
