package org.calliope.ims.pcscf;

import java.time.Duration;
import java.time.Instant;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.reginfo.RegInfo;

/** One subscription to the registration state of a user: its dialog and its times (RFC 6665 4.1). Any thread. */
final class Subscription {

    /** The way to the S-CSCF. */
    interface Notifier {

        /**
         * Sends SUBSCRIBE, the first one outside a dialog, the others within it; must not block.
         *
         * @param lifetime none ends the subscription
         * @throws IllegalStateException when it cannot be sent, or the dialog is gone
         */
        void subscribe(Subscription by, Duration lifetime);

        /** Lets go of the dialog, for nothing is awaited in it any more. */
        void close();

        /** Lets go of it once what is under way has had the time to arrive. */
        void closeLater();
    }

    /** 5.2.3: it is renewed so long before its end, when it is more than twice as long, else at half of it. */
    static final Duration MARGIN = Duration.ofSeconds(600);
    /** However short an S-CSCF makes a subscription, it is not renewed all the time. */
    private static final Duration LEAST = Duration.ofSeconds(10);

    private final PublicIdentity identity;
    private final Notifier notifier;
    private final Instant since;
    private final ReginfoSequence sequence = new ReginfoSequence();
    /** When the S-CSCF lets it end; {@link Instant#MIN} before it has accepted it. */
    private volatile Instant end = Instant.MIN;
    /** When there is something to do: to renew it, or to make a new one of it once it is over. */
    private volatile Instant next = Instant.MAX;
    private volatile boolean over;

    Subscription(PublicIdentity identity, Notifier notifier, Instant since) {
        this.identity = identity;
        this.notifier = notifier;
        this.since = since;
    }

    PublicIdentity identity() {
        return identity;
    }

    /** Asks for the whole state, for so long; as {@link Notifier#subscribe}. */
    void subscribe(Duration lifetime) {
        next = Instant.MAX;
        notifier.subscribe(this, lifetime);
    }

    /** The S-CSCF has said its last word; what it has still to answer may be under way. */
    void close() {
        if (accepted()) {
            notifier.close();
        } else {
            notifier.closeLater();
        }
    }

    /** Nothing is to be said in its dialog any more. */
    void closeLater() {
        notifier.closeLater();
    }

    /** @return when it was made */
    Instant since() {
        return since;
    }

    Instant next() {
        return next;
    }

    /** @return whether the S-CSCF has it no more, so that only a new one can follow */
    boolean over() {
        return over;
    }

    /** @return whether the S-CSCF has accepted it */
    boolean accepted() {
        return end.isAfter(Instant.MIN);
    }

    ReginfoSequence.Turn take(RegInfo document) {
        return sequence.take(document);
    }

    /** The S-CSCF keeps it for so long from now. */
    void granted(Duration lifetime, Instant now) {
        Duration granted = lifetime.compareTo(LEAST) < 0 ? LEAST : lifetime;
        end = now.plus(granted);
        next = end.minus(granted.compareTo(MARGIN.multipliedBy(2)) > 0 ? MARGIN : granted.dividedBy(2));
    }

    /** A renewal failed and may be tried again; RFC 6665 4.1.2.2: until its end the S-CSCF has it all the same. */
    void notRenewed(Instant again) {
        over = !again.isBefore(end);
        next = again;
    }

    /** @param again when a new one may follow; {@link Instant#MAX} for none */
    void ended(Instant again) {
        over = true;
        next = again;
    }
}
