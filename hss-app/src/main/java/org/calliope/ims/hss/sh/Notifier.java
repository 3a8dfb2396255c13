package org.calliope.ims.hss.sh;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.diameter.HssPeers;
import org.calliope.ims.hss.cx.Findings;
import org.calliope.ims.hss.store.ShStore;
import org.calliope.ims.hss.store.ShWatch;
import org.calliope.ims.sh.PushNotificationAnswer;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.Trace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sh-Notif: tells application servers what changed (TS 29.328 6.1.4). What waits is in the database, at most one
 * notification a subscription, which says how things are when it goes; so it outlives a restart and does not grow while
 * an application server is away. It is tried when something changes, when the application server connects, and after an
 * error again and again, up to five minutes apart. One thread of its own.
 */
public final class Notifier implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);
    private static final int AT_ONCE = 64;
    private static final Duration ROUND = Duration.ofSeconds(1);
    private static final Duration SWEEP = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final int MOST_DOUBLINGS = 9;
    private static final int PERMANENT = 5;
    private static final int CLASS = 1_000;

    private final ShStore store;
    private final HssPeers peers;
    private final Trace trace;
    private final Clock clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "sh-notifier");
        made.setDaemon(true);
        return made;
    });
    private final AtomicBoolean woken = new AtomicBoolean();
    private final Map<String, Integer> inFlight = new HashMap<>(); // that thread's

    private Notifier(ShStore store, HssPeers peers, Trace trace, Clock clock) {
        this.store = store;
        this.peers = peers;
        this.trace = trace;
        this.clock = clock;
    }

    /** Begins with what has been waiting since before. */
    public static Notifier start(ShStore store, HssPeers peers, Trace trace, Clock clock) {
        Notifier notifier = new Notifier(store, peers, trace, clock);
        peers.onConnected(host -> notifier.later(() -> notifier.whereWatched(() -> {
            store.note(rows -> rows.watches().retry(host, clock.instant()));
            notifier.round();
        })));
        notifier.every(ROUND, notifier::round);
        notifier.every(SWEEP, notifier::sweep);
        return notifier;
    }

    private void every(Duration pause, Runnable task) {
        thread.scheduleWithFixedDelay(() -> guarded(() -> whereWatched(task)), 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Where nobody has subscribed to anything, a start does not wait for Hibernate on account of this. */
    private void whereWatched(Runnable task) {
        if (store.watched()) {
            task.run();
        }
    }

    /** Something changed. Any thread; does not block. */
    public void wake() {
        if (woken.compareAndSet(false, true)) {
            later(() -> {
                woken.set(false);
                round();
            });
        }
    }

    private void later(Runnable task) {
        try {
            thread.execute(() -> guarded(task));
        } catch (RejectedExecutionException closed) {
            LOG.trace("closed already: {}", closed.toString());
        }
    }

    /** The thread's edge: what fails now is tried with the next round. */
    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.warn("notifications of application servers are delayed: {}", e.toString());
        }
    }

    private void sweep() {
        store.note(rows -> rows.watches().sweep(clock.instant()));
    }

    private void round() {
        for (String host : store.read(rows -> rows.watches().due(clock.instant()))) {
            if (!inFlight.containsKey(host) && peers.connected(host)) {
                tell(host);
            }
        }
    }

    private void tell(String host) {
        List<ShWatch> due = store.read(rows -> rows.watches().due(host, clock.instant(), AT_ONCE));
        List<Notification> noNews = new ArrayList<>();
        for (List<ShWatch> together : groups(due)) {
            Notification notification = store.read(rows -> Notification.of(rows, together));
            if (notification.request().isPresent()) {
                send(notification, together);
            } else {
                noNews.add(notification);
            }
        }
        settle(noNews);
        if (due.size() == AT_ONCE && !inFlight.containsKey(host)) {
            wake(); // none of them was news; there may be more
        }
    }

    /** TS 29.328 6.1.4.1: with Notif-Eff what is of one user goes together. */
    private static Collection<List<ShWatch>> groups(List<ShWatch> due) {
        Map<String, List<ShWatch>> groups = new LinkedHashMap<>();
        for (ShWatch watch : due) {
            groups.computeIfAbsent(watch.notifEff() ? watch.named() + ' ' + watch.privateIdentity()
                    : String.valueOf(watch.id()), key -> new ArrayList<>()).add(watch);
        }
        return groups.values();
    }

    private void send(Notification notification, List<ShWatch> watches) {
        inFlight.merge(notification.host(), 1, Integer::sum);
        peers.notify(notification.host(), notification.request().orElseThrow(), join(notification))
                .whenComplete((answer, failure) -> later(() -> {
                    answered(notification, watches, answer, failure);
                    if (inFlight.merge(notification.host(), -1, Integer::sum) == 0) {
                        inFlight.remove(notification.host());
                        wake();
                    }
                }));
    }

    private static Join join(Notification of) {
        return of.named().indexOf(':') < 0 ? Join.NONE : Join.NONE.withRegistration(of.named());
    }

    private void answered(Notification notification, List<ShWatch> watches, PushNotificationAnswer answer,
            Throwable failure) {
        Findings findings = new Findings(trace, "TS 29.328 6.1.4.1", join(notification))
                .with("user", notification.named()).with("application server", notification.host())
                .with("data", watches.stream().map(ShWatch::key).toList());
        if (failure != null || !answer.result().success() && answer.result().code() / CLASS != PERMANENT) {
            findings.with("result", failure != null ? failure.getMessage() : answer.result().label())
                    .noted("notification to be repeated", "6");
            store.note(rows -> watches.forEach(watch ->
                    rows.watches().postpone(watch, clock.instant().plus(pause(watch.attempts())))));
            return;
        }
        findings.with("result", answer.result().label()).noted("notification", "6");
        if (answer.result() == ResultCode.ERROR_USER_UNKNOWN) { // table 6.1.4.2: it does not know the user
            store.note(rows -> rows.watches().endAll(notification.host(), notification.named()));
        } else if (answer.result() == ResultCode.ERROR_NO_SUBSCRIPTION_TO_DATA) {
            store.note(rows -> watches.forEach(rows.watches()::end));
        } else { // told, or it would be refused again
            settle(List.of(notification));
        }
    }

    private void settle(List<Notification> told) {
        if (!told.isEmpty()) {
            store.note(rows -> told.forEach(one -> {
                one.told().forEach(rows.watches()::told);
                one.ends().forEach(rows.watches()::end);
            }));
        }
    }

    private static Duration pause(int attempts) {
        Duration doubled = Duration.ofSeconds(1L << Math.min(attempts, MOST_DOUBLINGS));
        return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }

    /** Ends the thread; what waits stays in the database. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            thread.awaitTermination(ROUND.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
