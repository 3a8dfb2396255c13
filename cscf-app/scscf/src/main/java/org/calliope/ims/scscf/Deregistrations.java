package org.calliope.ims.scscf;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.calliope.ims.cx.ServerAssignmentType;
import org.calliope.ims.element.Sweep;
import org.calliope.ims.element.Turnstile;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.node.RareLog;
import org.calliope.ims.registration.Registration;
import org.calliope.ims.trace.Join;
import org.slf4j.LoggerFactory;

/**
 * Tells the HSS of registrations that have ended here (TS 29.228 6.1.2): {@link #MOST_A_SECOND}, since after a long stop
 * many thousands have ended, and each a few times when the HSS does not take it. Who is registered again by then is not
 * told of. What waits ends with the process. Never blocks. Any thread.
 */
final class Deregistrations implements Sweep {

    /** SARs a second; more wait for the next one. */
    static final int MOST_A_SECOND = 500;
    /** How often one is sent. */
    static final int ATTEMPTS = 3;
    /** From the answer, or its absence, to the next attempt. */
    static final Duration PAUSE = Duration.ofSeconds(10);
    /** Counter of those the HSS has not taken as often as it was told. */
    static final String UNTOLD = "ims.deregistrations.untold";

    private static final RareLog RARE =
            new RareLog(LoggerFactory.getLogger(Deregistrations.class), Duration.ofMinutes(1));

    private final RegistrationBook book;
    private final Assignment assignment;
    private final Turnstile<PrivateIdentity> turnstile;
    private final MeterRegistry meters;
    private final InstantSource time;
    private final Queue<Ended> waiting = new ConcurrentLinkedQueue<>();
    /** By the time of their next attempt, since all pause equally long. */
    private final Queue<Ended> again = new ConcurrentLinkedQueue<>();
    private final AtomicInteger left = new AtomicInteger(MOST_A_SECOND);

    /** One user whose last contact in a set is gone. @param due earliest time to say so */
    private record Ended(PrivateIdentity impi, Registration set, ServerAssignmentType type, Join join, int attempt,
                         Instant due) {

        PublicIdentity identity() {
            return set.defaultIdentity();
        }
    }

    Deregistrations(RegistrationBook book, Assignment assignment, Turnstile<PrivateIdentity> turnstile,
                    MeterRegistry meters, InstantSource time) {
        this.book = book;
        this.assignment = assignment;
        this.turnstile = turnstile;
        this.meters = meters;
        this.time = time;
    }

    /** Tells of each user whose last contact went by this change, at once unless there are too many. */
    void tell(RegistrationChange change, ServerAssignmentType type) {
        change.gone().forEach(impi -> {
            Ended ended = new Ended(impi, change.before().orElseThrow(), type, change.join(), 1, time.instant());
            if (mayBeSent()) {
                send(ended);
            } else {
                waiting.add(ended);
            }
        });
    }

    private boolean mayBeSent() {
        return left.getAndUpdate(some -> Math.max(0, some - 1)) > 0;
    }

    @Override
    public void sweep(Instant now) {
        left.set(MOST_A_SECOND);
        for (Ended next = next(now); next != null; next = next(now)) {
            send(next);
        }
    }

    private Ended next(Instant now) {
        Ended repeated = again.peek();
        Queue<Ended> from = repeated != null && !repeated.due().isAfter(now) ? again : waiting;
        return from.isEmpty() || !mayBeSent() ? null : from.poll();
    }

    private void send(Ended ended) {
        turnstile.pass(ended.impi(), () -> book.registered(ended.identity(), ended.impi())
                ? CompletableFuture.completedStage(true)
                : assignment.inTheNameOf(ended.set()).inform(ended.impi(), List.of(ended.identity()), ended.type(), ended.join()))
                .thenAccept(taken -> answered(ended, taken));
    }

    private void answered(Ended ended, boolean taken) {
        if (taken) {
            return;
        }
        if (ended.attempt() < ATTEMPTS) {
            again.add(new Ended(ended.impi(), ended.set(), ended.type(), ended.join(), ended.attempt() + 1,
                    time.instant().plus(PAUSE)));
        } else {
            meters.counter(UNTOLD).increment();
            RARE.warn("the HSS does not take it that " + ended.identity().uri() + " is registered no more");
        }
    }

    /** @return those that wait to be told, for the first time or again */
    int waiting() {
        return waiting.size() + again.size();
    }
}
