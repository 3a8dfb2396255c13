package org.calliope.ims.hss.cx;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.calliope.ims.cx.PushProfileRequest;
import org.calliope.ims.cx.RegistrationTerminationRequest;
import org.calliope.ims.diameter.HssPeers;
import org.calliope.ims.hss.store.Push;
import org.calliope.ims.hss.store.Pushes;
import org.calliope.ims.hss.store.RegistrationHistory;
import org.calliope.ims.hss.store.RegistrationState;
import org.calliope.ims.hss.store.RegistrationStore;
import org.calliope.ims.hss.store.Serving;
import org.calliope.ims.hss.store.Situation;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.Trace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what waits in {@link Pushes}: at once to an S-CSCF that is connected or comes back, again after a while when it
 * did not take it. One thread of its own does everything; what comes on others is handed to it.
 *
 * <pre>
 *   HSS                    S-CSCF
 *    |------ PPR, RTR -------->|   away: waits; TIMEOUT, UNABLE_TO_COMPLY: again in 1 s, 2 s, ... 5 min
 *    |<----- PPA, RTA ---------|   RTA SUCCESS: no longer registered (TS 29.228 6.1.3.1)
 * </pre>
 */
public final class PushSender implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PushSender.class);
    private static final Duration PERIOD = Duration.ofMillis(500);
    private static final Duration UPKEEP = Duration.ofMinutes(1);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final int DOUBLINGS = 9;
    /** Requests that wait for an answer of one S-CSCF. */
    private static final int UNDER_WAY = 50;
    private static final int EXPIRED_AT_ONCE = 500;

    private final Pushes pushes;
    private final RegistrationStore store;
    private final RegistrationHistory.Sweeper history;
    private final HssPeers peers;
    private final PushOutcome outcome;
    private final Profiles profiles;
    private final Set<Long> underWay = new HashSet<>(); // of the one thread
    private final ScheduledExecutorService thread;

    /** Begins at once. */
    public PushSender(Pushes pushes, RegistrationStore store, RegistrationHistory history, HssPeers peers,
            Trace trace) {
        this.pushes = pushes;
        this.store = store;
        this.history = history.sweeper();
        this.peers = peers;
        this.outcome = new PushOutcome(pushes, store, trace);
        this.profiles = new Profiles(store);
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread own = new Thread(task, "hss-pushes");
            own.setDaemon(true);
            return own;
        });
        thread.scheduleWithFixedDelay(() -> edge(this::pass), 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
        thread.scheduleWithFixedDelay(() -> edge(this::upkeep), 0, UPKEEP.toMillis(),
                TimeUnit.MILLISECONDS);
        peers.onConnected(host -> hand(() -> send(host)));
    }

    private void hand(Runnable work) {
        try {
            thread.execute(() -> edge(work));
        } catch (RejectedExecutionException closed) {
            LOG.debug("the HSS is being closed; what waits is sent after its next start");
        }
    }

    private static void edge(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException failed) { // the thread's edge: the next pass tries again
            LOG.warn("sending to the S-CSCFs failed: {}", failed.toString());
        }
    }

    private void pass() {
        if (pushes.spread()) {
            hand(this::pass);
        }
        for (String host : pushes.hosts()) {
            if (peers.connected(host)) {
                send(host);
            } else {
                pushes.away(host);
            }
        }
    }

    private void upkeep() {
        for (Push push : pushes.expired(EXPIRED_AT_ONCE)) {
            outcome.expired(push);
        }
        history.sweep();
    }

    private void send(String host) {
        for (Push push : pushes.due(host, UNDER_WAY)) {
            if (underWay.size() < UNDER_WAY && underWay.add(push.id())) {
                send(push);
            }
        }
    }

    private void send(Push push) {
        boolean waits = false;
        try {
            waits = push.set().isPresent() ? profile(push) : termination(push);
        } catch (RuntimeException failed) { // the edge of this one: it must not hold up those behind it
            LOG.warn("a message to {} cannot be made: {}", push.server().host(), failed.toString());
            pushes.failed(push, String.valueOf(failed.getMessage()), pause(push));
        }
        if (!waits) {
            underWay.remove(push.id());
        }
    }

    /** Made now, so that the newest profile goes (TS 29.228 6.2.1); false when there is nobody to send it to. */
    private boolean profile(Push push) {
        Situation seen = store.set(push.set().getAsLong()).orElse(null);
        Serving to = seen == null ? null : seen.server().orElse(null);
        if (to == null || seen.state() == RegistrationState.NOT_REGISTERED) {
            pushes.done(push);
            return false;
        }
        if (!to.host().equals(push.server().host())) {
            pushes.redirect(push, to);
            return false;
        }
        PrivateIdentity user = profiles.user(seen, Optional.empty());
        answered(push, peers.push(to.host(), new PushProfileRequest(user,
                Optional.of(profiles.of(seen, user, Optional.empty(), to)), store.catalogue().charging(seen)),
                Join.NONE.withRegistration(seen.identity())).thenApply(PushOutcome.Answer::of));
        return true;
    }

    private boolean termination(Push push) {
        answered(push, peers.terminate(push.server().host(), new RegistrationTerminationRequest(
                new PrivateIdentity(push.userName()), each(push.associated()),
                push.identities().stream().map(PublicIdentity::new).toList(), push.reason().orElseThrow()),
                Join.NONE).thenApply(PushOutcome.Answer::of));
        return true;
    }

    private static List<PrivateIdentity> each(List<String> users) {
        return users.stream().map(PrivateIdentity::new).toList();
    }

    private void answered(Push push, CompletionStage<PushOutcome.Answer> coming) {
        coming.whenComplete((answer, failure) -> hand(() -> {
            underWay.remove(push.id());
            if (failure != null) {
                Throwable cause = failure.getCause() == null ? failure : failure.getCause();
                pushes.failed(push, cause.getMessage(), pause(push));
            } else if (outcome.ends(push, answer)) {
                pushes.done(push);
            } else {
                pushes.failed(push, answer.result().label(), pause(push));
            }
            if (underWay.size() <= UNDER_WAY / 2) {
                send(push.server().host());
            }
        }));
    }

    private static Duration pause(Push push) {
        Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(DOUBLINGS, push.attempts()));
        return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }

    /** Ends the thread; what waits stays in the database. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            thread.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
